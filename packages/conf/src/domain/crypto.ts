import { attr, child, type ElementSchema, element, group, oneOf, type TypeOf, uint, within } from '../kernel/index.js';
import { deviceInfo, virtioDriver } from './device-info.js';

const cryptoShape = element('crypto', {
  model: attr('model', oneOf('virtio')),
  type: attr('type', oneOf('qemu')),
  backend: within(
    'backend',
    group({ model: attr('model', oneOf('builtin', 'lkcf')), queues: attr('queues', uint).optional }),
  ),
  driver: child(virtioDriver).optional,
  ...deviceInfo,
});
/** A device that ciphers for the guest. */
export interface Crypto extends TypeOf<typeof cryptoShape> {}
export const crypto: ElementSchema<Crypto> = cryptoShape;
