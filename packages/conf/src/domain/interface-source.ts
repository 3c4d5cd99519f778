import {
  attr,
  child,
  type ElementSchema,
  element,
  group,
  hex,
  live,
  many,
  oneOf,
  type RequiredField,
  range,
  str,
  type TypeOf,
  uint,
  unless,
  uuid,
  variant,
  within,
} from '../kernel/index.js';
import { hostPciAddress } from './address.js';
import { reconnect } from './character-source.js';
import { ip, route } from './ip-config.js';

const localShape = element('local', {
  address: attr('address', str).optional,
  port: attr('port', range(0, 65535)).optional,
});
/** Where a UDP tunnel listens. */
export interface UdpLocal extends TypeOf<typeof localShape> {}
const local: ElementSchema<UdpLocal> = localShape;

const some = <T>(list: readonly T[]) => list.length === 0;
/** Addresses and routes of the host's end. */
const hostIp = { hostIps: unless(many(ip), some), hostRoutes: unless(many(route), some) };

const socketArm = within(
  'source',
  group({ address: attr('address', str).optional, port: attr('port', range(0, 65535)).optional, ...hostIp }),
);

const hostAddressField = variant('type', {
  pci: hostPciAddress,
  usb: group({ bus: attr('bus', uint).optional, device: attr('device', uint).optional }),
});
/** Where the host has the device that plays an interface. */
export type InterfaceHostAddress = TypeOf<typeof hostAddressField>;
const hostAddress: RequiredField<InterfaceHostAddress> = hostAddressField;

const inferredInterfaceSourceArms = {
  user: within('source', group({ dev: attr('dev', str).optional, ...hostIp })),
  ethernet: within('source', group(hostIp)),
  vhostuser: within(
    'source',
    group({
      socketType: attr('type', oneOf('unix')).default('unix'),
      path: attr('path', str).optional,
      mode: attr('mode', oneOf('server', 'client')).optional,
      reconnect: child(reconnect).optional,
      ...hostIp,
    }),
  ),
  server: socketArm,
  client: socketArm,
  mcast: socketArm,
  udp: within(
    'source',
    group({
      address: attr('address', str).optional,
      port: attr('port', range(0, 65535)).optional,
      local: child(local).optional,
      ...hostIp,
    }),
  ),
  network: within(
    'source',
    group({
      network: attr('network', str).optional,
      portgroup: attr('portgroup', str).optional,
      /** UUID of the port in the network's list of ports. */
      portId: live(attr('portid', uuid)),
      bridge: live(attr('bridge', str)),
      ...hostIp,
    }),
  ),
  bridge: within('source', group({ bridge: attr('bridge', str).optional, ...hostIp })),
  internal: within('source', group({ name: attr('name', str).optional, ...hostIp })),
  direct: within(
    'source',
    group({
      dev: attr('dev', str).optional,
      mode: attr('mode', oneOf('vepa', 'private', 'bridge', 'passthrough')).optional,
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
        address: within('address', hostAddress).optional,
      }),
    ),
  }),
  vdpa: within('source', group({ dev: attr('dev', str).optional, ...hostIp })),
  null: group({}),
  vds: within(
    'source',
    group({
      switchId: attr('switchid', uuid).optional,
      portId: attr('portid', str).optional,
      portgroupId: attr('portgroupid', str).optional,
      connectionId: attr('connectionid', str).optional,
    }),
  ),
};
type InferredInterfaceSourceArms = typeof inferredInterfaceSourceArms;
/** The kinds by the value of the telling attribute; named so that types which hold one stay short. */
export interface InterfaceSourceArms extends InferredInterfaceSourceArms {}
const interfaceSourceArms: InterfaceSourceArms = inferredInterfaceSourceArms;

const sourceField = variant('type', interfaceSourceArms);
/** What an interface is connected to on the host. */
export type InterfaceSource = TypeOf<typeof sourceField>;
/** Told apart by the `type` attribute of `<interface>`; the rest lives in its `<source>`. */
export const interfaceSource: RequiredField<InterfaceSource> = sourceField;
