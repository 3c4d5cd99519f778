import { VirtError } from '@tsvirt/util';
import type { TypedParam, TypedValue } from '../../protocol/typed-param.js';
import { type FlagTable, nameOf, type NameOf } from '../flag-options.js';

/** A parameter's value as programs deal with it. */
export type ParamValue = number | bigint | boolean | string;

/** Parameters by the names that they have on the wire: `cpu.time`. */
export type ParamRecord = Readonly<Record<string, ParamValue>>;

/** What a parameter's type on the wire is in a program; `strings` is a parameter that may come several times. */
interface ValueTypes {
  readonly int: number;
  readonly uint: number;
  readonly llong: bigint;
  readonly ullong: bigint;
  readonly double: number;
  readonly boolean: boolean;
  readonly string: string;
  readonly strings: readonly string[];
}
/** The type of a parameter on the wire; a table of names stands for a number (`int`) that has one. */
type ParamType = keyof ValueTypes | FlagTable;

/** What a parameter of a type is in a program. */
type InProgram<T extends ParamType> = T extends keyof ValueTypes
  ? ValueTypes[T]
  : T extends FlagTable
    ? NameOf<T>
    : never;

/** Parameters as an object, and what the server knows beyond this library's list under its own name. */
export type ValuesOf<T extends Readonly<Record<string, ParamType>>> = {
  readonly [K in keyof T]?: InProgram<T[K]> | undefined;
} & {
  /** Parameters that this library has no name for, by the name on the wire, with the type that they travel as. */
  readonly others?: Readonly<Record<string, TypedValue>> | undefined;
};

/** One open set of settings or measurements of the API, as an object in both directions. */
export interface ParameterGroup<V> {
  /** The parameters to send. @throws VirtError INVALID_ARG for a value that its parameter cannot have */
  encode(values: V): readonly TypedParam[];
  /** The object of what arrived. */
  decode(params: readonly TypedParam[]): V;
}

/** The object of a group. */
export type GroupValues<G> = G extends ParameterGroup<infer V> ? V : never;

/**
 * Declares a group: the table of wire names, and of each the type. Names of the table without a type are left to
 * `others`.
 */
export function parameterGroup<
  N extends Readonly<Record<string, string>>,
  const T extends Readonly<Record<string, ParamType>>,
>(names: N, types: T & { readonly [K in Exclude<keyof T, keyof N>]: never }): ParameterGroup<ValuesOf<T>> {
  const byKey = new Map<string, { readonly field: string; readonly type: ParamType }>();
  const byField = new Map<string, { readonly key: string; readonly type: ParamType }>();
  for (const [key, type] of Object.entries<ParamType | undefined>(types)) {
    const field = names[key];
    if (field === undefined || type === undefined) throw new Error(`parameter ${key} has no name`);
    byKey.set(key, { field, type });
    byField.set(field, { key, type });
  }
  return {
    encode(values) {
      const params: TypedParam[] = [];
      for (const [key, value] of Object.entries<unknown>(values)) {
        const known = byKey.get(key);
        if (value === undefined || (known === undefined && key === 'others')) continue;
        if (known === undefined) throw new VirtError('INVALID_ARG', 'NONE', `there is no parameter '${key}' here`);
        for (const one of known.type === 'strings' && Array.isArray(value) ? value : [value]) {
          params.push({ field: known.field, value: typedValueOf(known.type, one, key) });
        }
      }
      for (const [field, value] of Object.entries(values.others ?? {})) params.push({ field, value });
      return params;
    },
    decode(params) {
      const values: Record<string, unknown> = {};
      const others: Record<string, TypedValue> = {};
      for (const { field, value } of params) {
        const known = byField.get(field);
        const read = known === undefined ? undefined : valueAs(known.type, value.value);
        if (known === undefined || read === undefined) others[field] = value;
        else if (known.type === 'strings') values[known.key] = [...stringsIn(values[known.key]), read];
        else values[known.key] = read;
      }
      if (Object.keys(others).length > 0) values['others'] = others;
      // Each value was brought to the type that the group's table gives its key.
      return values as ValuesOf<T>;
    },
  };
}

/** Parameters as a plain record by their wire names. Of several with one name the last counts. */
export function paramRecord(params: readonly TypedParam[]): ParamRecord {
  return Object.fromEntries(params.map(({ field, value }) => [field, value.value]));
}

function stringsIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function typedValueOf(type: ParamType, value: unknown, key: string): TypedValue {
  if (typeof type === 'object') return { type: 'int', value: numberIn(type, value, key) };
  const fits = valueAs(type, value);
  switch (type) {
    case 'int':
    case 'uint':
    case 'double':
      if (typeof fits === 'number') return { type, value: fits };
      break;
    case 'llong':
    case 'ullong':
      if (typeof fits === 'bigint') return { type, value: fits };
      break;
    case 'boolean':
      if (typeof fits === 'boolean') return { type, value: fits };
      break;
    case 'string':
    case 'strings':
      if (typeof fits === 'string') return { type: 'string', value: fits };
      break;
  }
  throw new VirtError('INVALID_ARG', 'NONE', `parameter '${key}' is ${String(value)}: expected ${type}`);
}

/** The number behind a name; `#12` is 12, whether the table has it or not. */
function numberIn(table: FlagTable, value: unknown, key: string): number {
  const named = typeof value === 'string' && Object.hasOwn(table, value) ? table[value] : undefined;
  const number = named ?? (typeof value === 'string' && /^#\d{1,9}$/.test(value) ? Number(value.slice(1)) : undefined);
  if (number !== undefined) return number;
  const expected = Object.keys(table).join(', ');
  throw new VirtError('INVALID_ARG', 'NONE', `parameter '${key}' is ${String(value)}: expected one of ${expected}`);
}

/** The value in the type of its parameter, or undefined when it has no such form. */
function valueAs(type: ParamType, value: unknown): ParamValue | undefined {
  if (typeof type === 'object') return typeof value === 'number' ? nameOf(type, value) : undefined;
  switch (type) {
    case 'int':
    case 'uint':
      if (typeof value === 'bigint' && value <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(value);
      return typeof value === 'number' && Number.isInteger(value) ? value : undefined;
    case 'double':
      return typeof value === 'number' ? value : undefined;
    case 'llong':
    case 'ullong':
      if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value);
      return typeof value === 'bigint' ? value : undefined;
    case 'boolean':
      if (typeof value === 'number') return value !== 0;
      return typeof value === 'boolean' ? value : undefined;
    case 'string':
    case 'strings':
      return typeof value === 'string' ? value : undefined;
    default:
      throw new Error(`parameter type ${String(type satisfies never)}`);
  }
}
