import { type ElementSchema, element, oneOf, onOff, str, type Text, type TypeOf, ulong } from '../kernel/index.js';
import { filled } from '../filled-attribute.js';

/** Any word but `off` means on. */
const stp: Text<boolean> = { ...onOff, read: text => text !== 'off' };

const network = { domain: 'NETWORK' } as const;

const bridgeShape = element('bridge', {
  name: filled('name', str).optional,
  /** Firewall zone. */
  zone: filled('zone', str).optional,
  stp: filled('stp', stp).optional,
  /** Seconds before a new port forwards. */
  delay: filled('delay', ulong, network).optional,
  /** Who fills the bridge's table of MAC addresses. */
  macTableManager: filled('macTableManager', oneOf('kernel', 'libvirt'), network).optional,
});
/** The bridge that carries a network on the host. */
export interface NetworkBridge extends TypeOf<typeof bridgeShape> {}
export const networkBridge: ElementSchema<NetworkBridge> = bridgeShape;
