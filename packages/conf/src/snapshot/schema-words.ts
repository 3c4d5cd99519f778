import { VirtError } from '@tsvirt/util';

/** How a document names a disk: the name of its target, or the path of its source. */
export const diskName: RegExp = /^(?:(?:ioemu:)?(?:fd|hd|sd|vd|xvd|ubd)\w+|\/.+)$/;

/** How a document names a disk where paths won't do. */
export const diskTarget: RegExp = /^(?:ioemu:)?(?:fd|hd|sd|vd|xvd|ubd)\w+$/;

/** A document that is not as its schema has it. */
export function schemaFault(detail: string): VirtError {
  return new VirtError('XML_INVALID_SCHEMA', 'XML', detail);
}
