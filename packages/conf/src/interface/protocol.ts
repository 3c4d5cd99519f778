import {
  attr,
  child,
  type ElementSchema,
  element,
  flag,
  many,
  oneOf,
  range,
  str,
  type TypeOf,
  within,
  yesNo,
} from '../kernel/index.js';

const iface = { domain: 'INTERFACE' } as const;

const ipShape = element('ip', {
  address: attr('address', str, iface).optional,
  prefix: attr('prefix', range(0, 128)).optional,
});
/** An address of the host. */
export interface InterfaceIp extends TypeOf<typeof ipShape> {}
const ip: ElementSchema<InterfaceIp> = ipShape;

const dhcpShape = element(
  'dhcp',
  {
    /** Whether the DHCP server says which DNS servers the host asks. */
    peerdns: attr('peerdns', yesNo).optional,
  },
  { empty: 'always' },
);
/** The address comes by DHCP. */
export interface InterfaceDhcp extends TypeOf<typeof dhcpShape> {}
const dhcp: ElementSchema<InterfaceDhcp> = dhcpShape;

const protocolShape = element(
  'protocol',
  {
    family: attr('family', oneOf('ipv4', 'ipv6'), iface),
    autoconf: flag('autoconf'),
    dhcp: child(dhcp).optional,
    ips: many(ip),
    gateway: within('route', attr('gateway', str).optional).optional,
  },
  { empty: 'body' },
);
/** The addresses of one family that an interface of the host has. */
export interface InterfaceProtocol extends TypeOf<typeof protocolShape> {}
export const interfaceProtocol: ElementSchema<InterfaceProtocol> = protocolShape;
