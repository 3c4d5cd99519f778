import {
  attr,
  child,
  type ElementSchema,
  element,
  group,
  hex,
  int,
  live,
  long,
  many,
  oneOf,
  only,
  type RequiredField,
  str,
  type TypeOf,
  uint,
  unless,
  uuid,
  variant,
  within,
} from '../kernel/index.js';
import { present, withMissing } from '../missing.js';
import { hostPciAddress } from './address.js';
import { reconnect } from './character-source.js';
import { unsupported, wrong } from './fault-kinds.js';
import { ip, route } from './ip-config.js';

/** A port as these oldest kinds of interfaces give it: any number. */
const port = attr('port', int);

const localShape = element('local', { address: attr('address', str), port });
/** Where a UDP tunnel listens. */
export interface UdpLocal extends TypeOf<typeof localShape> {}
const local: ElementSchema<UdpLocal> = localShape;

const some = <T>(list: readonly T[]) => list.length === 0;
/** Addresses and routes of the host's end. */
const hostIp = { hostIps: unless(many(ip), some), hostRoutes: unless(many(route), some) };

/** A `<source>` that kinds of interfaces which are connected to something have to have. */
function source<T>(inner: RequiredField<T>): RequiredField<T> {
  return present(within('source', inner), wrong);
}

const remoteArm = source(group({ address: attr('address', str), port, ...hostIp }));

/** The text of a 64-bit number, kept as it is spelt. */
const longText = only(str, 'a whole number of 64 bits', text => long.read(text) !== undefined);

const hostAddressField = withMissing(
  variant(
    'type',
    {
      pci: hostPciAddress,
      usb: group({ bus: attr('bus', uint).optional, device: attr('device', uint).optional }),
    },
    unsupported,
  ),
  wrong,
);
/** Where the host has the device that plays an interface. */
export type InterfaceHostAddress = TypeOf<typeof hostAddressField>;
const hostAddress: RequiredField<InterfaceHostAddress> = hostAddressField;

const inferredInterfaceSourceArms = {
  user: within('source', group(hostIp)),
  ethernet: within('source', group(hostIp)),
  vhostuser: source(
    group({
      socketType: attr('type', oneOf('unix'), unsupported, {}),
      path: attr('path', str),
      mode: attr('mode', oneOf('server', 'client')),
      reconnect: child(reconnect).optional,
      ...hostIp,
    }),
  ),
  server: source(group({ address: attr('address', str).optional, port, ...hostIp })),
  client: remoteArm,
  mcast: remoteArm,
  udp: source(group({ address: attr('address', str), port, local: withMissing(child(local), wrong), ...hostIp })),
  network: source(
    group({
      network: attr('network', str),
      portgroup: attr('portgroup', str).optional,
      /** UUID of the port in the network's list of ports. */
      portId: live(attr('portid', uuid)),
      bridge: live(attr('bridge', str)),
      ...hostIp,
    }),
  ),
  bridge: source(group({ bridge: attr('bridge', str), ...hostIp })),
  internal: source(group({ name: attr('name', str), ...hostIp })),
  direct: source(
    group({
      dev: attr('dev', str),
      mode: attr('mode', oneOf('vepa', 'private', 'bridge', 'passthrough')).default('vepa'),
      ...hostIp,
    }),
  ),
  /** A device of the host's that plays the interface; the driver is the host's. */
  hostdev: group({
    driver: within('driver', attr('name', oneOf('kvm', 'vfio', 'xen')).optional).optional,
    device: within(
      'source',
      group({
        startupPolicy: attr('startupPolicy', oneOf('mandatory', 'requisite', 'optional')).optional,
        guestReset: attr('guestReset', oneOf('on', 'off', 'uninitialized')).optional,
        /** Of a USB device; with `product`, instead of an address. */
        vendor: within('vendor', attr('id', hex(4, 0xffff))).optional,
        product: within('product', attr('id', hex(4, 0xffff))).optional,
        address: present(within('address', hostAddress), wrong),
      }),
    ),
  }),
  vdpa: source(group({ dev: attr('dev', str), ...hostIp })),
  null: group({}),
  vds: source(
    group({
      switchId: attr('switchid', uuid),
      portId: attr('portid', longText),
      portgroupId: attr('portgroupid', str),
      connectionId: attr('connectionid', longText),
    }),
  ),
};
type InferredInterfaceSourceArms = typeof inferredInterfaceSourceArms;
/** The kinds by the value of the telling attribute; named so that types which hold one stay short. */
export interface InterfaceSourceArms extends InferredInterfaceSourceArms {}
const interfaceSourceArms: InterfaceSourceArms = inferredInterfaceSourceArms;

const sourceField = variant('type', interfaceSourceArms, { absent: 'user' });
/** What an interface is connected to on the host. */
export type InterfaceSource = TypeOf<typeof sourceField>;
/** Told apart by the `type` attribute of `<interface>`; the rest lives in its `<source>`. */
export const interfaceSource: RequiredField<InterfaceSource> = sourceField;
