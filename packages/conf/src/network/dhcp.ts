import {
  attr,
  child,
  type ElementSchema,
  element,
  group,
  many,
  mac,
  oneOf,
  only,
  str,
  type TypeOf,
  ulong,
  unless,
  within,
} from '../kernel/index.js';
import { ipText } from './ip-text.js';

const network = { domain: 'NETWORK' } as const;

const leaseShape = element('lease', {
  /** In `unit`; 0 means that the lease never ends. */
  expiry: attr('expiry', ulong),
  unit: unless(attr('unit', oneOf('seconds', 'minutes', 'hours')).default('minutes'), () => false),
});
/** How long an address is lent. */
export interface DhcpLease extends TypeOf<typeof leaseShape> {}
const dhcpLease: ElementSchema<DhcpLease> = {
  ...leaseShape,
  write: (value, out) => leaseShape.write(value.expiry === 0n ? { expiry: 0n } : { unit: 'minutes', ...value }, out),
};

const rangeShape = element('range', {
  start: attr('start', ipText, network),
  end: attr('end', ipText, network),
  lease: child(dhcpLease).optional,
});
/** Addresses for guests, both ends included. */
export interface DhcpRange extends TypeOf<typeof rangeShape> {}
export const dhcpRange: ElementSchema<DhcpRange> = rangeShape;

const identifier = only(str, 'hexadecimal digits and colons', text => /^[0-9a-fA-F:]*$/.test(text));
const hostName = only(str, 'a name that begins with a letter', text => text === '' || /^[A-Za-z]/.test(text));

const hostShape = element('host', {
  mac: attr('mac', mac, network).optional,
  /** The client identifier (IPv4) or DUID (IPv6). */
  id: attr('id', identifier, network).optional,
  name: attr('name', hostName, network).optional,
  ip: attr('ip', ipText, network).optional,
  lease: child(dhcpLease).optional,
});
/** The address, name or lease of one guest; the first of MAC address, identifier and name that is there tells which. */
export interface DhcpHost extends TypeOf<typeof hostShape> {}
export const dhcpHost: ElementSchema<DhcpHost> = hostShape;

/** What network boot offers: a file, by TFTP. */
const bootp = within(
  'bootp',
  group({ file: attr('file', str, network).optional, server: attr('server', ipText, network).optional }),
);

const dhcpShape = element('dhcp', {
  ranges: many(dhcpRange),
  hosts: many(dhcpHost),
  bootp: bootp.optional,
});
/** The DHCP server of an address of the network. */
export interface NetworkDhcp extends TypeOf<typeof dhcpShape> {}
export const networkDhcp: ElementSchema<NetworkDhcp> = dhcpShape;
