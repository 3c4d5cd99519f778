import { VirtError } from '@tsvirt/util';
import { DocumentFault } from './fault.js';
import { madeOfPart } from './part-source.js';
import { type Place, placeOf, trailTo } from './place.js';
import { type Source, sourceOf } from './source.js';
import { ValueFault } from './value-fault.js';

/**
 * Runs a check of a value, or a step that makes another of it. What it throws by `valueFault` gets the place in the text
 * that the value was read from or made of, where that is known: in its message, and as a `DocumentFault` for its
 * `cause`. Sound values pay nothing.
 * @param origin what `value` was made of, unless `sameSource` has said so
 * @returns what `work` does
 */
export function placed<T>(value: object, work: () => T, origin: object = value): T {
  try {
    return work();
  } catch (reason) {
    throw withPlace(reason, value, sourceOf(origin));
  }
}

function withPlace(reason: unknown, value: object, source: Source | undefined): unknown {
  if (!VirtError.is(reason) || !(reason.cause instanceof ValueFault)) return reason;
  const { code, domain, detail, cause } = reason;
  const place = source === undefined ? undefined : findPlace(source, value, cause);
  if (place === undefined) return reason;
  const { path, line, column } = place;
  const text = detail === undefined ? undefined : `${detail} (${path}, line ${line}, column ${column})`;
  return new VirtError(code, domain, text, { cause: new DocumentFault(cause.message, place) });
}

function findPlace(source: Source, value: object, fault: ValueFault): Place | undefined {
  const { holder, key } = fault;
  if ('part' in source) {
    const made = madeOfPart(source, value);
    const own = sourceOf(source.part);
    const isTold = made !== undefined && own !== undefined && trailTo(holder, made) !== undefined;
    // What is wrong elsewhere has no place in the part's text.
    return isTold ? findPlace(own, made, fault) : undefined;
  }
  try {
    return placeOf(source, value, holder, key);
  } catch (reason) {
    // Bytes that were written over since they were read: what is wrong is known all the same.
    if (VirtError.is(reason)) return undefined;
    throw reason;
  }
}
