import { type ErrorCode, VirtError } from '@tsvirt/util';

/** A network document that cannot be: XML_ERROR of the domain NETWORK unless said otherwise. */
export function networkFault(detail: string, code: ErrorCode = 'XML_ERROR'): VirtError {
  return new VirtError(code, 'NETWORK', detail);
}
