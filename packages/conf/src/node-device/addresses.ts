import { attr, type ElementSchema, element, hex, type TypeOf } from '../kernel/index.js';

const pciShape = element(
  'address',
  {
    domain: attr('domain', hex(4, 0xffff_ffff)).default(0),
    bus: attr('bus', hex(2)).default(0),
    slot: attr('slot', hex(2)).default(0),
    function: attr('function', hex(1)).default(0),
  },
  { empty: 'always' },
);
/** Where a PCI device of the host is. */
export interface PciPlace extends TypeOf<typeof pciShape> {}
export const pciPlace: ElementSchema<PciPlace> = pciShape;
