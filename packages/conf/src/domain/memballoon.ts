import { attr, child, type ElementSchema, element, oneOf, onOff, type TypeOf, uint, within } from '../kernel/index.js';
import { deviceInfo, virtioDriver } from './device-info.js';

const memballoonShape = element('memballoon', {
  model: attr('model', oneOf('virtio', 'xen', 'none', 'virtio-transitional', 'virtio-non-transitional')),
  autodeflate: attr('autodeflate', onOff).optional,
  freePageReporting: attr('freePageReporting', onOff).optional,
  /** Seconds between readings of the guest's memory statistics. */
  statsPeriod: within('stats', attr('period', uint).implied(0)).optional,
  ...deviceInfo,
  driver: child(virtioDriver).optional,
});
/** The balloon that takes memory from the guest and gives it back. */
export interface Memballoon extends TypeOf<typeof memballoonShape> {}
export const memballoon: ElementSchema<Memballoon> = memballoonShape;
