import { type TypedParam, TypedParameterFlags } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';

/** The flag by which callers say that they can read strings among typed parameters. */
export const acceptsStrings = TypedParameterFlags.stringOkay;

/** A parameter of an unsigned 64-bit number. */
export function uint64(field: string, value: bigint): TypedParam {
  return { field, value: { type: 'ullong', value } };
}

/** A parameter of an unsigned 32-bit number. */
export function uint32(field: string, value: number): TypedParam {
  return { field, value: { type: 'uint', value } };
}

/** A parameter of text. */
export function textParam(field: string, value: string): TypedParam {
  return { field, value: { type: 'string', value } };
}

/** What a set of parameters may hold: names with the type of each. */
export type ParamTypes = Readonly<Record<string, TypedParam['value']['type']>>;

/**
 * Checks that parameters are known, of their type, and given once.
 * @throws VirtError INVALID_ARG
 */
export function checkParams(params: readonly TypedParam[], types: ParamTypes): void {
  const seen = new Set<string>();
  for (const { field, value } of params) {
    const expected = Object.hasOwn(types, field) ? types[field] : undefined;
    if (expected === undefined)
      throw new VirtError('INVALID_ARG', 'NONE', `parameter '${field}' is not one of ${Object.keys(types).join(', ')}`);
    if (value.type !== expected)
      throw new VirtError('INVALID_ARG', 'NONE', `parameter '${field}' is of type ${value.type}, expected ${expected}`);
    if (seen.has(field)) throw new VirtError('INVALID_ARG', 'NONE', `parameter '${field}' is given twice`);
    seen.add(field);
  }
}
