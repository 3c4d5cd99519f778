import {
  attr,
  child,
  type ElementSchema,
  element,
  oneOf,
  type TypeOf,
  yesNo,
  positive,
  unless,
} from '../kernel/index.js';
import { deviceInfo, virtioDriver } from './device-info.js';

const cidShape = element('cid', { auto: attr('auto', yesNo).optional, address: attr('address', positive).optional });
/** The guest's context id: 3 or above, or chosen when it starts. */
export interface VsockCid extends TypeOf<typeof cidShape> {}
const cid: ElementSchema<VsockCid> = cidShape;

const vsockShape = element('vsock', {
  model: unless(
    attr('model', oneOf('default', 'virtio', 'virtio-transitional', 'virtio-non-transitional')),
    model => model === 'default',
  ),
  cid: child(cid).optional,
  ...deviceInfo,
  driver: child(virtioDriver).optional,
});
/** A socket family between host and guest. */
export interface Vsock extends TypeOf<typeof vsockShape> {}
export const vsock: ElementSchema<Vsock> = vsockShape;
