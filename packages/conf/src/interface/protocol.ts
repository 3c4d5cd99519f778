import {
  attr,
  child,
  type ElementSchema,
  element,
  flag,
  many,
  oneOf,
  refined,
  str,
  type Text,
  type TypeOf,
  uint,
  uintAnyBase,
  unless,
  within,
  yesNo,
} from '../kernel/index.js';

const iface = { domain: 'INTERFACE' } as const;

/** In any base. */
const prefixLength: Text<number> = { ...uint, read: text => uintAnyBase.read(text) ?? uint.read(text) };

const ipShape = element('ip', {
  address: attr('address', str, iface).optional,
  /** Absent: that of a single address. */
  prefix: unless(attr('prefix', prefixLength), prefix => prefix === 0),
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
    /** Those that have an address. */
    ips: refined(many(ip), given => given.filter(({ address }) => address !== undefined)),
    gateway: within('route', attr('gateway', str).optional).optional,
  },
  { empty: 'body' },
);
/** The addresses of one family that an interface of the host has. */
export interface InterfaceProtocol extends TypeOf<typeof protocolShape> {}
export const interfaceProtocol: ElementSchema<InterfaceProtocol> = protocolShape;
