import { VirtError } from '@tsvirt/util';
import type { TypedParam } from '../../protocol/index.js';

/** A typed parameter that holds an unsigned number, as all of a server's limits do. */
export function uintParam(field: string, value: number): TypedParam {
  return { field, value: { type: 'uint', value } };
}

export function intParam(field: string, value: number): TypedParam {
  return { field, value: { type: 'int', value } };
}

export function stringParam(field: string, value: string): TypedParam {
  return { field, value: { type: 'string', value } };
}

export function booleanParam(field: string, value: boolean): TypedParam {
  return { field, value: { type: 'boolean', value } };
}

/**
 * Unsigned numbers by name, out of what a client wants to set.
 * @throws VirtError INVALID_ARG for names that cannot be set, other types, and names that come twice
 */
export function uintsOf(params: readonly TypedParam[], settable: readonly string[]): ReadonlyMap<string, number> {
  const values = new Map<string, number>();
  for (const { field, value } of params) {
    if (!settable.includes(field)) throw invalid(`parameter '${field}' not supported`);
    if (value.type !== 'uint') throw invalid(`invalid type '${value.type}' for parameter '${field}', expected 'uint'`);
    if (values.has(field)) throw invalid(`parameter '${field}' occurs multiple times`);
    values.set(field, value.value);
  }
  return values;
}

/** Bits of flags that no version of the interface has given a meaning. @throws VirtError INVALID_ARG */
export function refuseFlags(flags: number, name: string, known = 0): void {
  const unknown = (flags & ~known) >>> 0;
  if (unknown !== 0) throw invalid(`unsupported flags (0x${unknown.toString(16)}) in function ${name}`);
}

export function invalid(detail: string): VirtError {
  return new VirtError('INVALID_ARG', 'RPC', detail);
}
