import { attr, child, type ElementSchema, element, oneOf, onOff, type TypeOf, uint } from '../kernel/index.js';
import { deviceInfo } from './device-info.js';

const driverShape = element('driver', {
  intremap: attr('intremap', onOff).optional,
  cachingMode: attr('caching_mode', onOff).optional,
  eim: attr('eim', onOff).optional,
  iotlb: attr('iotlb', onOff).optional,
  /** Width of addresses in bits. */
  awBits: attr('aw_bits', uint).optional,
});
/** Abilities of an IOMMU. */
export interface IommuDriver extends TypeOf<typeof driverShape> {}
const driver: ElementSchema<IommuDriver> = driverShape;

const iommuShape = element('iommu', {
  model: attr('model', oneOf('intel', 'smmuv3', 'virtio')),
  driver: child(driver).optional,
  ...deviceInfo,
});
/** An IOMMU that the guest sees. */
export interface Iommu extends TypeOf<typeof iommuShape> {}
export const iommu: ElementSchema<Iommu> = iommuShape;
