import {
  attr,
  attributeOf,
  child,
  childOf,
  type ElementSchema,
  element,
  field,
  group,
  leaf,
  mac,
  oneOf,
  type RequiredField,
  str,
  type TypeOf,
  uuid,
  variant,
  within,
  yesNo,
} from '../kernel/index.js';
import { hostPciPlace } from '../domain/host-pci-place.js';
import { present } from '../missing.js';
import { bandwidth } from '../domain/bandwidth.js';
import { virtualport } from '../domain/virtualport.js';
import { vlan } from '../domain/vlan.js';

const network = { domain: 'NETWORK' } as const;
const internal = { code: 'INTERNAL_ERROR', domain: 'NETWORK' } as const;

const bridged = group({
  bridge: attr('bridge', str, network),
  macTableManager: attr('macTableManager', oneOf('kernel', 'libvirt'), network).optional,
});

const plugField = variant('type', {
  network: bridged,
  bridge: bridged,
  direct: group({
    dev: attr('dev', str, network),
    mode: attr('mode', oneOf('vepa', 'private', 'bridge', 'passthrough'), network).default('vepa'),
  }),
  'hostdev-pci': group({
    managed: attr('managed', yesNo, network).optional,
    driver: within('driver', attr('name', oneOf('kvm', 'vfio'), network)).optional,
    address: present(within('address', hostPciPlace), network),
  }),
});

/** A port of the type `none`, or of none, is not plugged in yet. */
function plugged({ spec }: RequiredField<NetworkPlug>): RequiredField<NetworkPlug> {
  return field<NetworkPlug>({
    ...spec,
    read(node, reading) {
      const plug = childOf(node, 'plug');
      const type = plug && attributeOf(plug, 'type');
      return type === undefined || type === 'none' ? undefined : spec.read(node, reading);
    },
  });
}
/** How a guest's interface is plugged into the host, told apart by its type. */
export type NetworkPlug = TypeOf<typeof plugField>;

const portShape = element('networkport', {
  uuid: leaf('uuid', uuid, internal).optional,
  /** The domain that the interface belongs to. */
  owner: within('owner', group({ name: leaf('name', str, internal), uuid: leaf('uuid', uuid, internal) })),
  /** The port group whose settings it has. */
  group: leaf('group', str).optional,
  mac: within('mac', attr('address', mac, network)),
  virtualport: child(virtualport).optional,
  bandwidth: child(bandwidth).optional,
  vlan: child(vlan).optional,
  /** Whether the guest cannot talk to others that are isolated as well. */
  isolated: within('port', attr('isolated', yesNo).optional).optional,
  trustGuestRxFilters: within('rxfilters', attr('trustGuest', yesNo, network)).optional,
  plug: plugged(within('plug', plugField)).optional,
});
/** The place where one interface of a guest is plugged into a network. */
export interface NetworkPort extends TypeOf<typeof portShape> {}
export const networkPort: ElementSchema<NetworkPort> = portShape;
