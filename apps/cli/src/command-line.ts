import { parseArgs } from 'node:util';
import type { Command, OptionSpec, OptionTable, ValuesOf } from './command.js';
import { UsageError } from './usage-error.js';

/** Options that every command takes, before its name or behind it. */
export const globalOptions = {
  connect: {
    type: 'string',
    short: 'c',
    value: 'URI',
    text: 'what to connect to: qemu:///system, test:///default, qemu+ssh://host/system',
  },
  'read-only': { type: 'boolean', short: 'r', text: 'only look' },
  json: { type: 'boolean', text: 'answer as JSON; what goes on for long, as a line of JSON each time' },
  'no-color': { type: 'boolean', text: 'no colours, as with NO_COLOR=1' },
  'driver-path': {
    type: 'string',
    multiple: true,
    value: 'DIR',
    text: 'also look for drivers in DIR, a package or a folder of packages',
  },
  help: { type: 'boolean', short: 'h', text: 'show how it goes' },
  version: { type: 'boolean', short: 'V', text: 'show the version' },
} as const satisfies OptionTable;

/** What was typed, before it is known whether there is such a command. */
export interface CommandWord {
  /** Undefined when there are options only. */
  readonly word: string | undefined;
  /** All arguments but that word. */
  readonly rest: readonly string[];
}

/** The command's name among the arguments: the first that is no option and no value of a global one. */
export function commandWord(argv: readonly string[]): CommandWord {
  const { tokens } = parseArgs({
    args: [...argv],
    options: optionsForNode(globalOptions),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const at = tokens.find(token => token.kind === 'positional')?.index;
  if (at === undefined) return { word: undefined, rest: argv };
  return { word: argv[at], rest: argv.toSpliced(at, 1) };
}

/** A command line in parts. */
export interface ParsedLine<T extends OptionTable> {
  readonly globals: ValuesOf<typeof globalOptions>;
  readonly values: ValuesOf<T>;
  readonly names: readonly string[];
}

/** Reads options and names. @throws UsageError naming the argument that is wrong */
export function parseCommandLine<T extends OptionTable>(options: T, argv: readonly string[]): ParsedLine<T> {
  const { values, positionals } = parsed({ ...globalOptions, ...options }, argv);
  for (const [name, { choices }] of specsOf(options)) {
    for (const value of [values[name]].flat()) {
      if (choices === undefined || typeof value !== 'string' || choices.includes(value)) continue;
      throw new UsageError(`--${name} is '${value}', expected ${choices.join(', ')}`);
    }
  }
  return { globals: filled(globalOptions, values), values: filled(options, values), names: positionals };
}

/** What a command cannot do without a name for. @throws UsageError */
export function requireNames(names: readonly string[], what: string): void {
  if (names.length === 0) throw new UsageError(`${what} is missing`);
}

/** The one name of a command that takes exactly one. @throws UsageError */
export function onlyName(names: readonly string[], what: string): string {
  const [name, extra] = names;
  if (name === undefined) throw new UsageError(`${what} is missing`);
  if (extra !== undefined) throw new UsageError(`unexpected argument '${extra}'`);
  return name;
}

/** A number of seconds in milliseconds; undefined stays. @throws UsageError */
export function secondsOption(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seconds = /^\d{1,7}(?:\.\d{1,3})?$/.test(text) ? Number(text) : Number.NaN;
  // Timers hold 31 bits of milliseconds.
  if (!(seconds <= 2_147_483)) throw new UsageError(`--${name} is '${text}', expected seconds up to 2147483`);
  return Math.round(seconds * 1000);
}

/** A whole number from 1 on; undefined stays. @throws UsageError */
export function countOption(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const count = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (count < 1) throw new UsageError(`--${name} is '${text}', expected a whole number from 1 on`);
  return count;
}

/** Whether a command needs its options parsed at all, or help was asked for. */
export function wantsHelp(command: Command, argv: readonly string[]): boolean {
  const known = optionsForNode({ ...globalOptions, ...command.options });
  return parseArgs({ args: [...argv], options: known, strict: false, allowPositionals: true }).values['help'] === true;
}

type Raw = { readonly [name: string]: string | boolean | readonly (string | boolean)[] | undefined };

function parsed(options: OptionTable, argv: readonly string[]): { values: Raw; positionals: readonly string[] } {
  try {
    return parseArgs({ args: [...argv], options: optionsForNode(options), strict: true, allowPositionals: true });
  } catch (reason) {
    const text = reason instanceof Error ? reason.message : String(reason);
    throw new UsageError(text.split(/\.\s|\n/, 1)[0] ?? text);
  }
}

type NodeOption = { type: 'boolean' | 'string'; short?: string; multiple?: boolean };

function optionsForNode(table: OptionTable): Record<string, NodeOption> {
  return Object.fromEntries(
    specsOf(table).map(([name, { type, short, multiple }]) => [
      name,
      { type, ...(short !== undefined && { short }), ...(multiple !== undefined && { multiple }) },
    ]),
  );
}

function specsOf(table: OptionTable): [string, OptionSpec][] {
  return Object.entries(table);
}

function filled<T extends OptionTable>(table: T, values: Raw): ValuesOf<T> {
  const entries = specsOf(table).map(([name, { multiple }]) => [name, values[name] ?? (multiple ? [] : undefined)]);
  // parseArgs gives each option the type that the table names: text or boolean, lists where several may be given.
  return Object.fromEntries(entries) as ValuesOf<T>;
}
