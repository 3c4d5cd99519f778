import type { Readable } from 'node:stream';
import picocolors from 'picocolors';

/** Colours and their names; functions that change nothing where colours are not wanted. */
export type Colors = ReturnType<typeof picocolors.createColors>;

/** What a terminal gives besides bytes. */
export interface Input extends Readable {
  readonly isTTY?: boolean | undefined;
  setRawMode?(isRaw: boolean): unknown;
}

/** Columns and rows. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Where a command reads from and writes to. */
export interface Terminal {
  readonly stdin: Input;
  /** Environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether standard output is a terminal on which the cursor can be moved. */
  readonly isScreen: boolean;
  /** Colours of standard output. */
  readonly colors: Colors;
  /** Colours of standard error. */
  readonly noteColors: Colors;
  /** Whether only ASCII is sure to be drawn: then marks of this command's own are ASCII. */
  readonly isAscii: boolean;
  /** As it is at this moment; undefined when standard output is no terminal. */
  size(): Size | undefined;
  /** The same of standard error, where the cursor can be moved; undefined where not. */
  noteSize(): Size | undefined;
  /** Writes to standard output; resolves when there is room for more. */
  write(data: string | Uint8Array): Promise<void>;
  /** Writes to standard error: what people shall see and programs shall not. */
  note(text: string): Promise<void>;
  /** Calls `listener` whenever the size changes. @returns what ends that */
  onResize(listener: () => void): () => void;
}

/** The terminal that this process was started in. @param wantsColor false: `--no-color` */
export function processTerminal(wantsColor: boolean): Terminal {
  const { stdin, stdout, stderr, env } = process;
  const isDumb = env['TERM'] === 'dumb';
  const sizeOf = (stream: NodeJS.WriteStream): Size | undefined =>
    isTerminal(stream) ? { columns: stream.columns || 80, rows: stream.rows || 24 } : undefined;
  const colorsOf = (stream: NodeJS.WriteStream): Colors =>
    picocolors.createColors(wantsColor && usesColor(env, isTerminal(stream)));
  return {
    stdin,
    env,
    isScreen: isTerminal(stdout) && !isDumb,
    colors: colorsOf(stdout),
    noteColors: colorsOf(stderr),
    isAscii: !usesUtf8(env),
    size: () => sizeOf(stdout),
    noteSize: () => (isDumb ? undefined : sizeOf(stderr)),
    write: data => written(stdout, data),
    note: text => written(stderr, text),
    onResize(listener) {
      stdout.on('resize', listener);
      return () => stdout.off('resize', listener);
    },
  };
}

/** Streams that are no terminals have no `isTTY` at all, whatever their type says. */
function isTerminal({ isTTY }: { readonly isTTY?: boolean | undefined }): boolean {
  return isTTY === true;
}

/**
 * Whether colours are wanted: on a terminal, unless it is dumb; not with a value of `NO_COLOR` (no-color.org), and everywhere
 * with one of `FORCE_COLOR` (force-color.org) other than 0.
 */
export function usesColor(env: Terminal['env'], isTerminal: boolean): boolean {
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  const forced = env['FORCE_COLOR'] ?? '';
  return forced === '' ? isTerminal && env['TERM'] !== 'dumb' : forced !== '0';
}

/** Whether the locale draws more than ASCII: the first of the three variables that has a value counts. */
export function usesUtf8(env: Terminal['env']): boolean {
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
  return /utf-?8/i.test(locale);
}

function written(stream: NodeJS.WriteStream, data: string | Uint8Array): Promise<void> {
  // A reader that is gone is told by the stream's error event, once for all writes.
  return new Promise(resolve => stream.write(data, () => resolve()));
}
