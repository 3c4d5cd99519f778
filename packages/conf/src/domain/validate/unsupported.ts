import { VirtError } from '@tsvirt/util';

/** A document that is sound, but asks for what cannot be. */
export function unsupported(detail: string): VirtError {
  return new VirtError('CONFIG_UNSUPPORTED', 'DOMAIN', detail);
}

/** A document that contradicts itself. */
export function contradiction(detail: string): VirtError {
  return new VirtError('XML_ERROR', 'DOMAIN', detail);
}
