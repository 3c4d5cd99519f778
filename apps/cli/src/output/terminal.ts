import type { Readable } from 'node:stream';
import picocolors from 'picocolors';

/** Colours and their names; functions that change nothing where colours are not wanted. */
export type Colors = ReturnType<typeof picocolors.createColors>;

/** What a terminal gives besides bytes. */
export interface Input extends Readable {
  readonly isTTY?: boolean | undefined;
  setRawMode?(isRaw: boolean): unknown;
}

/** Where a command reads from and writes to. */
export interface Terminal {
  readonly stdin: Input;
  /** Environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether somebody looks at standard output, rather than a file or a program. */
  readonly isInteractive: boolean;
  readonly colors: Colors;
  /** Columns and rows as they are at this moment; undefined when standard output is no terminal. */
  size(): { readonly columns: number; readonly rows: number } | undefined;
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
  const isInteractive = stdout.isTTY === true;
  return {
    stdin,
    env,
    isInteractive,
    colors: picocolors.createColors(wantsColor && usesColor(env, isInteractive)),
    size: () => (isInteractive ? { columns: stdout.columns || 80, rows: stdout.rows || 24 } : undefined),
    write: data => written(stdout, data),
    note: text => written(stderr, text),
    onResize(listener) {
      stdout.on('resize', listener);
      return () => stdout.off('resize', listener);
    },
  };
}

/** Whether colours are wanted: on a terminal, unless `NO_COLOR` has a value (no-color.org) or the terminal is dumb. */
export function usesColor(env: Terminal['env'], isInteractive: boolean): boolean {
  return isInteractive && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
}

function written(stream: NodeJS.WriteStream, data: string | Uint8Array): Promise<void> {
  // A reader that is gone is told by the stream's error event, once for all writes.
  return new Promise(resolve => stream.write(data, () => resolve()));
}
