import {
  attr,
  attributeOf,
  childOf,
  child,
  type ElementSchema,
  element,
  oneOf,
  onOff,
  type OptionalField,
  optionalField,
  type TypeOf,
  uint,
  unless,
} from '../kernel/index.js';
import { virtioDriver, virtioOptions } from './device-info.js';

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
  queues: unless(attr('queues', uint), queues => queues === 0),
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

/** What cards of other models than virtio's are asked for all the same. */
const { spec: otherSpec } = child(virtioDriver);

/**
 * The `<driver>` of an interface: what only virtio's cards have is passed over for others. For a passed-through device it
 * means the host's driver, and belongs to the source.
 */
export const interfaceDriver: OptionalField<InterfaceDriver> = optionalField<InterfaceDriver>({
  ...spec,
  read(node, reading) {
    if (attributeOf(node, 'type') === 'hostdev') return undefined;
    const model = childOf(node, 'model');
    const isVirtio = model !== undefined && attributeOf(model, 'type')?.startsWith('virtio') === true;
    return isVirtio ? spec.read(node, reading) : otherSpec.read(node, reading);
  },
});
