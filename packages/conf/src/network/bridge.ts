import {
  attr,
  type ElementSchema,
  element,
  oneOf,
  onOff,
  str,
  type Text,
  type TypeOf,
  ulong,
} from '../kernel/index.js';

/** Any word but `off` means on. */
const stp: Text<boolean> = { ...onOff, read: text => text !== 'off' };

const network = { domain: 'NETWORK' } as const;

const bridgeShape = element('bridge', {
  name: attr('name', str).optional,
  /** Firewall zone. */
  zone: attr('zone', str).optional,
  stp: attr('stp', stp).optional,
  /** Seconds before a new port forwards. */
  delay: attr('delay', ulong, network).optional,
  /** Who fills the bridge's table of MAC addresses. */
  macTableManager: attr('macTableManager', oneOf('kernel', 'libvirt'), network).optional,
});
/** The bridge that carries a network on the host. */
export interface NetworkBridge extends TypeOf<typeof bridgeShape> {}
export const networkBridge: ElementSchema<NetworkBridge> = bridgeShape;
