import { VirtError } from '@tsvirt/util';
import type { CallOptions } from '../contract/index.js';

/** Flags of a call by name, with their bits. */
export type FlagTable = { readonly [name: string]: number };

/** What every call takes; flags that are spelt like one of these are given by number. */
type Reserved = keyof CallOptions | 'flags' | 'as';

/**
 * Options of a call that has flags: each flag by its name (`{ inactive: true }`), or as a number
 * (`{ flags: DomainXMLFlags.inactive }`), or both. Signal and time limit as everywhere.
 */
export type FlagOptions<F extends FlagTable> = CallOptions & {
  readonly [K in keyof F as Exclude<K, Reserved>]?: boolean | undefined;
} & { readonly flags?: number | undefined };

/** The flags' number out of options. */
export function flagsOf(table: FlagTable, options: object | undefined): number {
  if (options === undefined) return 0;
  const given: unknown = Reflect.get(options, 'flags');
  let flags = typeof given === 'number' ? given : 0;
  for (const name in table) {
    if (Reflect.get(options, name) === true) flags |= table[name] ?? 0;
  }
  return flags >>> 0;
}

/** Options of a call whose flags have no names: only a number can be given. */
export interface PlainOptions extends CallOptions {
  readonly flags?: number | undefined;
}

/** The number of a value given by name or by number. @throws VirtError INVALID_ARG for a name that is none */
export function numberOf<T extends FlagTable>(table: T, value: ValueOf<T>): number {
  if (typeof value === 'number') return value;
  const number = table[value];
  if (number !== undefined) return number;
  throw new VirtError('INVALID_ARG', 'NONE', `'${value}': expected one of ${Object.keys(table).join(', ')}`);
}

/** A value of a table: by its name, or by its number for one that the table does not have. */
export type ValueOf<T extends FlagTable> = (keyof T & string) | number;

/** The name of a number; `#12` for one that is newer than this library. */
export type NameOf<T extends FlagTable> = (keyof T & string) | `#${number}`;

const names = new WeakMap<FlagTable, ReadonlyMap<number, string>>();

/** The name of a number in a table; `#12` when the table has none for it. */
export function nameOf<T extends FlagTable>(table: T, value: number): NameOf<T> {
  let known = names.get(table);
  if (known === undefined) {
    known = new Map(Object.entries(table).map(([name, number]) => [number, name]));
    names.set(table, known);
  }
  // Every name in the map is a key of the table that it was made from.
  return (known.get(value) as (keyof T & string) | undefined) ?? `#${value}`;
}
