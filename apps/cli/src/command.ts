import type { Connection } from '@tsvirt/core';
import type { JsonData } from './output/json-text.js';
import type { Terminal } from './output/terminal.js';

/** One option of a command line. */
export interface OptionSpec {
  readonly type: 'boolean' | 'string';
  readonly short?: string;
  /** May be given several times. */
  readonly multiple?: true;
  /** What help calls the value of a `string`. */
  readonly value?: string;
  /** Words that complete the value. */
  readonly choices?: readonly string[];
  /** One line of help. */
  readonly text: string;
}

/** Options by their long names. */
export type OptionTable = { readonly [name: string]: OptionSpec };

/** Values of options as they were given; undefined (or an empty list) for those that were not. */
export type ValuesOf<T extends OptionTable> = {
  readonly [K in keyof T]: T[K] extends { readonly type: 'boolean' }
    ? boolean | undefined
    : T[K] extends { readonly multiple: true }
      ? readonly string[]
      : string | undefined;
} & {};

/** What a command works with, besides its own options. */
export interface Session {
  readonly terminal: Terminal;
  /** Whether answers are to be JSON. */
  readonly json: boolean;
  /** Aborted when the user wants the command to end. */
  readonly signal: AbortSignal;
  /** Folders with driver packages, besides those that are found by themselves. */
  readonly driverPaths: readonly string[];
  /** The connection that the command line means, opened by the first call and closed when the command ends. */
  readonly connect: (options?: { readonly reconnect?: ReconnectChoice | undefined }) => Promise<Connection>;
  /** Another connection, for what has two ends; closed when the command ends as well. */
  readonly connectTo: (uri: string) => Promise<Connection>;
  /** The URI that the command line names; undefined: whatever is found. */
  readonly uri: string | undefined;
  /** Writes one JSON value as a line, or laid out over several with `pretty`. */
  readonly writeJson: (value: JsonData, pretty?: boolean) => Promise<void>;
}

/** What is told of a connection that is made anew. */
export type ReconnectChoice = { readonly onChange?: (text: string) => void };

/** One call of a command. */
export interface Invocation<T extends OptionTable> extends Session {
  readonly values: ValuesOf<T>;
  /** What is neither an option nor an option's value. */
  readonly names: readonly string[];
}

/** What a command says about itself, and what it does. */
export interface CommandSpec<T extends OptionTable> {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What follows the name: `NAME...`. Empty for commands that take no names. */
  readonly operands: string;
  readonly options: T;
  /** More than the summary says. */
  readonly details?: string;
  readonly examples: readonly (readonly [command: string, does: string])[];
  /** Words that complete an operand. */
  readonly completes?: 'domains' | readonly string[];
  /** @returns the exit status; undefined for 0 */
  run(invocation: Invocation<T>): Promise<number | undefined>;
}

/** A command, whatever its options are. */
export interface Command extends Omit<CommandSpec<OptionTable>, 'run'> {
  run(invocation: Invocation<OptionTable>): Promise<number | undefined>;
}

/** Makes a command. Its options' types reach `run`. */
export function command<const T extends OptionTable>(spec: CommandSpec<T>): Command {
  return {
    ...spec,
    // `values` was read by the very table whose types `run` expects (see `parseCommandLine`).
    run: invocation => spec.run(invocation as Invocation<T>),
  };
}
