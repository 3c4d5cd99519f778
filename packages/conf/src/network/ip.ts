import {
  attr,
  child,
  type ElementSchema,
  element,
  oneOf,
  positive,
  str,
  type TypeOf,
  uint,
  unless,
  within,
  yesNo,
} from '../kernel/index.js';
import { filled } from '../filled-attribute.js';
import { judged } from '../judged.js';
import { networkDhcp } from './dhcp.js';
import { ipText } from './ip-text.js';
import { ipJudgements } from './validate-ip.js';

const network = { domain: 'NETWORK' } as const;

const ipShape = element(
  'ip',
  {
    family: filled('family', oneOf('ipv4', 'ipv6'), network).optional,
    /** The host's own address in the network. */
    address: filled('address', ipText, network).optional,
    netmask: filled('netmask', ipText, network).optional,
    prefix: unless(attr('prefix', uint), prefix => prefix === 0),
    /** Whether the DNS server answers reverse lookups of the network's addresses itself. */
    localPtr: attr('localPtr', yesNo).optional,
    /** Folder from which files for network boot are served. */
    tftpRoot: within('tftp', filled('root', str).optional).optional,
    dhcp: child(networkDhcp).optional,
  },
  { empty: 'body' },
);
/** An address of the host in a virtual network, and what it serves there. */
export interface NetworkIp extends TypeOf<typeof ipShape> {}
export const networkIp: ElementSchema<NetworkIp> = judged(ipShape, ipJudgements());

const routeShape = element('route', {
  family: attr('family', oneOf('ipv4', 'ipv6'), network).optional,
  address: filled('address', ipText, network),
  netmask: filled('netmask', ipText, network).optional,
  prefix: attr('prefix', uint).optional,
  gateway: filled('gateway', ipText, network),
  metric: attr('metric', positive).optional,
});
/** A route that the host gets while the network is active. */
export interface NetworkRoute extends TypeOf<typeof routeShape> {}
export const networkRoute: ElementSchema<NetworkRoute> = routeShape;
