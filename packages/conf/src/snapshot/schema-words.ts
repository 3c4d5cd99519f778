import type { VirtError } from '@tsvirt/util';
import { type PropertyName, valueFault } from '../kernel/index.js';

/** How a document names a disk: the name of its target, or the path of its source. */
export const diskName: RegExp = /^(?:(?:ioemu:)?(?:fd|hd|sd|vd|xvd|ubd)\w+|\/.+)$/;

/** How a document names a disk where paths won't do. */
export const diskTarget: RegExp = /^(?:ioemu:)?(?:fd|hd|sd|vd|xvd|ubd)\w+$/;

/** A document that is not as its schema has it. @param holder see `valueFault` */
export function schemaFault<T extends object>(detail: string, holder: T, key?: PropertyName<T>): VirtError {
  return valueFault(['XML_INVALID_SCHEMA', 'XML'], detail, holder, key);
}
