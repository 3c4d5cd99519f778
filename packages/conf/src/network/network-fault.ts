import { type ErrorCode, VirtError } from '@tsvirt/util';
import { type PropertyName, valueFault } from '../kernel/index.js';

/** A network document that cannot be: XML_ERROR of the domain NETWORK unless said otherwise. */
export function networkFault(detail: string, code: ErrorCode = 'XML_ERROR'): VirtError {
  return new VirtError(code, 'NETWORK', detail);
}

/**
 * As `networkFault`, of one part of a network.
 * @param holder see `valueFault`
 */
export function networkFaultAt<T extends object>(
  [holder, key]: readonly [holder: T, key?: PropertyName<T> | undefined],
  detail: string,
  code: ErrorCode = 'XML_ERROR',
): VirtError {
  return valueFault([code, 'NETWORK'], detail, holder, key);
}
