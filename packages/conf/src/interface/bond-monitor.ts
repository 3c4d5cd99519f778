import {
  attr,
  child,
  type ElementSchema,
  element,
  int,
  oneOf,
  range,
  str,
  type StructOf,
  type TypeOf,
  unless,
} from '../kernel/index.js';

const iface = { domain: 'INTERFACE' } as const;
const count = range(0, 0x7fff_ffff);
const delay = (name: string) => unless(attr(name, count, iface), value => value === 0);

const miimonShape = element('miimon', {
  freq: attr('freq', count, iface),
  downdelay: delay('downdelay'),
  updelay: delay('updelay'),
  carrier: attr('carrier', oneOf('ioctl', 'netif'), iface).optional,
});
/** Members are watched by their link; times in milliseconds. */
export interface BondMiimon extends TypeOf<typeof miimonShape> {}
const miimon: ElementSchema<BondMiimon> = miimonShape;

const arpmonShape = element('arpmon', {
  interval: attr('interval', int, iface),
  target: attr('target', str, iface),
  validate: attr('validate', oneOf('active', 'backup', 'all'), iface).optional,
});
/** Members are watched by asking an address; interval in milliseconds. */
export interface BondArpmon extends TypeOf<typeof arpmonShape> {}
const arpmon: ElementSchema<BondArpmon> = arpmonShape;

/** Fields of `<bond>` that say how it finds out which members work; at most one of the two is there. */
export const bondMonitor = { miimon: child(miimon).optional, arpmon: child(arpmon).optional };
/** How a bond finds out which members work. */
export interface BondMonitor extends StructOf<typeof bondMonitor> {}
