import { attr, child, type ElementSchema, element, lenient, str, type TypeOf, yesNo } from '../kernel/index.js';
import { virtualport } from '../domain/virtualport.js';
import { vlan } from '../domain/vlan.js';
import { networkBandwidth } from './network-bandwidth.js';

const portgroupShape = element(
  'portgroup',
  {
    name: attr('name', str, { domain: 'NETWORK' }),
    default: attr('default', lenient(yesNo)).implied(false),
    trustGuestRxFilters: attr('trustGuestRxFilters', yesNo).optional,
    vlan: child(vlan).optional,
    virtualport: child(virtualport).optional,
    bandwidth: child(networkBandwidth).optional,
  },
  { empty: 'body' },
);
/** A class of guest interfaces that share settings. */
export interface Portgroup extends TypeOf<typeof portgroupShape> {}
export const portgroup: ElementSchema<Portgroup> = portgroupShape;
