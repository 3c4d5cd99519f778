import {
  attr,
  child,
  type ElementSchema,
  element,
  group,
  leaf,
  mac,
  oneOf,
  str,
  type TypeOf,
  uuid,
  variant,
  within,
  yesNo,
} from '../kernel/index.js';
import { pciNumbers } from '../domain/address.js';
import { bandwidth } from '../domain/bandwidth.js';
import { virtualport } from '../domain/virtualport.js';
import { vlan } from '../domain/vlan.js';

const network = { domain: 'NETWORK' } as const;

const bridged = group({
  bridge: attr('bridge', str, network),
  macTableManager: attr('macTableManager', oneOf('kernel', 'libvirt'), network).optional,
});

const plugField = variant(
  'type',
  {
    network: bridged,
    bridge: bridged,
    direct: group({
      dev: attr('dev', str, network),
      mode: attr('mode', oneOf('vepa', 'private', 'bridge', 'passthrough'), network),
    }),
    'hostdev-pci': group({
      managed: attr('managed', yesNo, network).optional,
      driver: within('driver', attr('name', oneOf('kvm', 'vfio'), network)).optional,
      address: within('address', group(pciNumbers)),
    }),
  },
  network,
);
/** How a guest's interface is plugged into the host, told apart by its type. */
export type NetworkPlug = TypeOf<typeof plugField>;

const portShape = element('networkport', {
  uuid: leaf('uuid', uuid, network).optional,
  /** The domain that the interface belongs to. */
  owner: within('owner', group({ name: leaf('name', str, network), uuid: leaf('uuid', uuid, network) })),
  /** The port group whose settings it has. */
  group: leaf('group', str).optional,
  mac: within('mac', attr('address', mac, network)),
  virtualport: child(virtualport).optional,
  bandwidth: child(bandwidth).optional,
  vlan: child(vlan).optional,
  /** Whether the guest cannot talk to others that are isolated as well. */
  isolated: within('port', attr('isolated', yesNo).optional).optional,
  trustGuestRxFilters: within('rxfilters', attr('trustGuest', yesNo, network)).optional,
  plug: within('plug', plugField).optional,
});
/** The place where one interface of a guest is plugged into a network. */
export interface NetworkPort extends TypeOf<typeof portShape> {}
export const networkPort: ElementSchema<NetworkPort> = portShape;
