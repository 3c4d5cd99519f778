import { formatIp, type IpAddress as Ip } from '@tsvirt/util';
import { checked, settled } from '../checked.js';
import { readIp } from '../network/ip-text.js';
import { checkRouteParts } from '../network/route-parts.js';
import {
  attr,
  type ElementSchema,
  type Finding,
  element,
  lenient,
  oneOf,
  positive,
  str,
  type TypeOf,
  uint,
} from '../kernel/index.js';
import { wrong } from './fault-kinds.js';

const family = oneOf('ipv4', 'ipv6');

const ipShape = element('ip', {
  address: attr('address', str, wrong),
  family: attr('family', lenient(family)).optional,
  prefix: attr('prefix', uint, wrong).optional,
  peer: attr('peer', str).optional,
});
/** An IP address that a container or the host's end of a device gets. */
export interface IpAddress extends TypeOf<typeof ipShape> {}
const checkedIp: ElementSchema<IpAddress> = checked<IpAddress>(ipShape, checkIp);
export const ip: ElementSchema<IpAddress> = settled(checkedIp, value => {
  const address = readIp(value.address);
  return address === undefined ? value : { ...value, address: formatIp(address), family: `ipv${address.family}` };
});

function checkIp({ address, family: said, prefix, peer }: IpAddress): Finding | undefined {
  const own = readIp(address);
  if (own === undefined || (said !== undefined && said !== `ipv${own.family}`)) {
    return { what: `Invalid address '${address}' in <ip>`, kind: wrong };
  }
  if (prefix !== undefined && prefix > bitsOf(own))
    return { what: `Invalid prefix value '${prefix}' in <ip>`, kind: wrong };
  if (peer !== undefined && readIp(peer)?.family !== own.family) {
    return { what: `Invalid peer '${peer}' in <ip>`, kind: { code: 'INVALID_ARG', domain: 'DOMAIN' } };
  }
  return undefined;
}

function bitsOf({ family: version }: Ip): number {
  return version === 6 ? 128 : 32;
}

/** Routes are the networks' own element, here as there. */
const network = { domain: 'NETWORK' } as const;

const routeShape = element('route', {
  family: attr('family', family, network).optional,
  address: attr('address', str, network),
  netmask: attr('netmask', str).optional,
  prefix: attr('prefix', uint, network).optional,
  gateway: attr('gateway', str, network),
  metric: attr('metric', positive).optional,
});
/** A route that a container gets. */
export interface IpRoute extends TypeOf<typeof routeShape> {}
const checkedRoute: ElementSchema<IpRoute> = checked<IpRoute>(routeShape, route => {
  const what = checkRouteParts(route);
  return what === undefined ? undefined : { what, kind: network };
});
export const route: ElementSchema<IpRoute> = settled(checkedRoute, value => ({
  ...value,
  address: canonical(value.address),
  gateway: canonical(value.gateway),
}));

function canonical(text: string): string {
  const address = readIp(text);
  return address === undefined ? text : formatIp(address);
}
