import {
  attr,
  attributeOf,
  child,
  type ElementSchema,
  element,
  oneOf,
  onOff,
  type OptionalField,
  optionalField,
  type TypeOf,
  uint,
} from '../kernel/index.js';
import { virtioOptions } from './device-info.js';

const hostOffloadsShape = element('host', {
  csum: attr('csum', onOff).optional,
  gso: attr('gso', onOff).optional,
  tso4: attr('tso4', onOff).optional,
  tso6: attr('tso6', onOff).optional,
  ecn: attr('ecn', onOff).optional,
  ufo: attr('ufo', onOff).optional,
  mrgRxbuf: attr('mrg_rxbuf', onOff).optional,
});
/** Offloads that the host does for the guest. */
export interface HostOffloads extends TypeOf<typeof hostOffloadsShape> {}
const hostOffloads: ElementSchema<HostOffloads> = hostOffloadsShape;

const guestOffloadsShape = element('guest', {
  csum: attr('csum', onOff).optional,
  tso4: attr('tso4', onOff).optional,
  tso6: attr('tso6', onOff).optional,
  ecn: attr('ecn', onOff).optional,
  ufo: attr('ufo', onOff).optional,
});
/** Offloads that the guest copes with. */
export interface GuestOffloads extends TypeOf<typeof guestOffloadsShape> {}
const guestOffloads: ElementSchema<GuestOffloads> = guestOffloadsShape;

const interfaceDriverShape = element('driver', {
  name: attr('name', oneOf('qemu', 'vhost')).optional,
  txmode: attr('txmode', oneOf('iothread', 'timer')).optional,
  ioeventfd: attr('ioeventfd', onOff).optional,
  eventIdx: attr('event_idx', onOff).optional,
  queues: attr('queues', uint).optional,
  rxQueueSize: attr('rx_queue_size', uint).optional,
  txQueueSize: attr('tx_queue_size', uint).optional,
  rss: attr('rss', onOff).optional,
  rssHashReport: attr('rss_hash_report', onOff).optional,
  ...virtioOptions,
  host: child(hostOffloads).optional,
  guest: child(guestOffloads).optional,
});
/** How the hypervisor runs a network interface. */
export interface InterfaceDriver extends TypeOf<typeof interfaceDriverShape> {}
const schema: ElementSchema<InterfaceDriver> = interfaceDriverShape;
const spec = child(schema).spec;

/** The `<driver>` of an interface; for a passed-through device it means the host's driver, and belongs to the source. */
export const interfaceDriver: OptionalField<InterfaceDriver> = optionalField<InterfaceDriver>({
  ...spec,
  read: (node, reading) => (attributeOf(node, 'type') === 'hostdev' ? undefined : spec.read(node, reading)),
});
