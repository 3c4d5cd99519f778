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
  within,
} from '../kernel/index.js';
import { ipText } from './ip-text.js';
import { withMissing } from '../missing.js';

const network = { domain: 'NETWORK' } as const;
const unparsable = { code: 'SYSTEM_ERROR', domain: 'NONE' } as const;
const address = (name: string) => withMissing(attr(name, ipText, unparsable), network);

const leaseShape = element('lease', {
  /** In `unit`; 0 means that the lease never ends. */
  expiry: attr('expiry', ulong).optional,
  unit: attr('unit', oneOf('seconds', 'minutes', 'hours')).optional,
});
/** How long an address is lent. */
export interface DhcpLease extends TypeOf<typeof leaseShape> {}
const dhcpLease: ElementSchema<DhcpLease> = {
  ...leaseShape,
  write: (value, out) => leaseShape.write(value.expiry === 0n ? { expiry: 0n } : value, out),
};

const rangeShape = element('range', {
  start: address('start'),
  end: address('end'),
  lease: child(dhcpLease).optional,
});
/** Addresses for guests, both ends included. */
export interface DhcpRange extends TypeOf<typeof rangeShape> {}
export const dhcpRange: ElementSchema<DhcpRange> = rangeShape;

const macText = only(str, 'a MAC address', text => mac.read(text) !== undefined);
const identifier = only(str, 'hexadecimal digits and colons', text => /^[0-9a-fA-F:]*$/.test(text));
const hostName = only(str, 'a name that begins with a letter or digit', text => /^[A-Za-z0-9]/.test(text));

const hostShape = element('host', {
  /** Spelt as given. */
  mac: attr('mac', macText, network).optional,
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
  group({ file: attr('file', str, network).optional, server: attr('server', ipText, unparsable).optional }),
);

const dhcpShape = element('dhcp', {
  ranges: many(dhcpRange),
  hosts: many(dhcpHost),
  bootp: bootp.optional,
});
/** The DHCP server of an address of the network. */
export interface NetworkDhcp extends TypeOf<typeof dhcpShape> {}
export const networkDhcp: ElementSchema<NetworkDhcp> = dhcpShape;
