import type { VirtError } from '@tsvirt/util';
import { type PropertyName, valueFault } from '../../kernel/index.js';

/** A document that is sound, but asks for what cannot be. @param holder see `valueFault` */
export function unsupported<T extends object>(detail: string, holder: T, key?: PropertyName<T>): VirtError {
  return valueFault(['CONFIG_UNSUPPORTED', 'DOMAIN'], detail, holder, key);
}

/** A document that contradicts itself. @param holder see `valueFault` */
export function contradiction<T extends object>(detail: string, holder: T, key?: PropertyName<T>): VirtError {
  return valueFault(['XML_ERROR', 'DOMAIN'], detail, holder, key);
}

/** What libvirt reports as an error of its own. @param holder see `valueFault` */
export function internal<T extends object>(detail: string, holder: T, key?: PropertyName<T>): VirtError {
  return valueFault(['INTERNAL_ERROR', 'DOMAIN'], detail, holder, key);
}
