import {
  attr,
  child,
  element,
  type ElementSchema,
  oneOf,
  onOff,
  type TypeOf,
  uint,
  unless,
  within,
} from '../kernel/index.js';
import { settled } from '../checked.js';
import { deviceInfo, virtioDriver } from './device-info.js';

const memballoonShape = element('memballoon', {
  model: attr('model', oneOf('virtio', 'xen', 'none', 'virtio-transitional', 'virtio-non-transitional')),
  autodeflate: attr('autodeflate', onOff).optional,
  freePageReporting: attr('freePageReporting', onOff).optional,
  /** Seconds between readings of the guest's memory statistics. */
  statsPeriod: unless(within('stats', attr('period', uint).implied(0)), period => period === 0),
  ...deviceInfo,
  driver: child(virtioDriver).optional,
});
/** The balloon that takes memory from the guest and gives it back. */
export interface Memballoon extends TypeOf<typeof memballoonShape> {}
export const memballoon: ElementSchema<Memballoon> = settled<Memballoon>(memballoonShape, given => {
  const { alias, acpiIndex, address, ...rest } = given;
  // Without a balloon there is no device that could be anywhere.
  return rest.model === 'none' ? rest : { ...rest, alias, acpiIndex, address };
});
