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
 * Checks that parameters are known, of their type, and given once; the first in the order of their names speaks.
 * @throws VirtError ARGUMENT_UNSUPPORTED for one that is not known, INVALID_ARG
 */
export function checkParams(params: readonly TypedParam[], types: ParamTypes): void {
  let last: string | undefined;
  for (const { field, value } of params.toSorted((a, b) => (a.field < b.field ? -1 : a.field > b.field ? 1 : 0))) {
    const expected = Object.hasOwn(types, field) ? types[field] : undefined;
    if (expected === undefined) {
      const known = Object.keys(types).join(', ');
      throw new VirtError('ARGUMENT_UNSUPPORTED', 'NONE', `parameter '${field}' is not one of ${known}`);
    }
    if (field === last) throw new VirtError('INVALID_ARG', 'NONE', `parameter '${field}' is given twice`);
    if (value.type !== expected)
      throw new VirtError('INVALID_ARG', 'NONE', `parameter '${field}' is of type ${value.type}, expected ${expected}`);
    last = field;
  }
}
