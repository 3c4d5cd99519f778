import { VirtError } from '@tsvirt/util';
import { DocumentFault } from './fault.js';
import { type Place, placeOf } from './place.js';
import { type Source, sourceOf } from './source.js';
import { ValueFault } from './value-fault.js';

/**
 * Runs a check of a value. What it throws by `valueFault` gets the place in the text that the value was read from or
 * made of, where that is known: in its message, and as a `DocumentFault` for its `cause`. Sound values pay nothing.
 */
export function placed(value: object, check: () => void): void {
  try {
    check();
  } catch (reason) {
    throw withPlace(reason, value);
  }
}

function withPlace(reason: unknown, value: object): unknown {
  if (!VirtError.is(reason) || !(reason.cause instanceof ValueFault)) return reason;
  const { code, domain, detail, cause } = reason;
  const source = sourceOf(value);
  const place = source === undefined ? undefined : findPlace(source, value, cause);
  if (place === undefined) return reason;
  const { path, line, column } = place;
  const text = detail === undefined ? undefined : `${detail} (${path}, line ${line}, column ${column})`;
  return new VirtError(code, domain, text, { cause: new DocumentFault(cause.message, place) });
}

function findPlace(source: Source, value: object, { holder, key }: ValueFault): Place | undefined {
  try {
    return placeOf(source, value, holder, key);
  } catch (reason) {
    // Bytes that were written over since they were read: what is wrong is known all the same.
    if (VirtError.is(reason)) return undefined;
    throw reason;
  }
}
