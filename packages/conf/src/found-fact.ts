import { VirtError } from '@tsvirt/util';
import { field, type RequiredField } from './kernel/index.js';

/**
 * A field for what is found on the host and only ever written by libvirt, never read: what cannot be read of it counts
 * as absent.
 */
export function fact<T>(inner: RequiredField<T>): RequiredField<T> {
  const { spec } = inner;
  return field<T>({
    ...spec,
    read(node, reading) {
      try {
        return spec.read(node, reading);
      } catch (reason) {
        if (VirtError.is(reason)) return undefined;
        throw reason;
      }
    },
  });
}
