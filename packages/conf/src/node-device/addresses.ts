import { type ElementSchema, element, type TypeOf } from '../kernel/index.js';
import { pciParts } from '../domain/host-pci-place.js';

const pciShape = element('address', pciParts, { empty: 'always' });
/** Where a PCI device of the host is. */
export interface PciPlace extends TypeOf<typeof pciShape> {}
export const pciPlace: ElementSchema<PciPlace> = pciShape;
