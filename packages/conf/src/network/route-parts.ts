import { compareIp, networkOf } from '@tsvirt/util';
import { readIp } from './ip-text.js';
import { prefixOf } from './prefix.js';

/** What a route consists of, whoever gets it. */
export interface RouteParts {
  readonly family?: 'ipv4' | 'ipv6' | undefined;
  readonly address: string;
  readonly netmask?: string | undefined;
  readonly prefix?: number | undefined;
  readonly gateway: string;
}

/** What is wrong with a route by itself; undefined when it is sound. */
export function checkRouteParts(route: RouteParts): string | undefined {
  const address = readIp(route.address);
  const gateway = readIp(route.gateway);
  if (address === undefined) return `Bad network address '${route.address}' in route definition`;
  if (gateway === undefined) return `Bad gateway address '${route.gateway}' in route definition`;
  const wanted = route.family === 'ipv6' ? 6 : 4;
  for (const [what, { family }] of [
    ['address', address],
    ['gateway', gateway],
  ] as const) {
    if (family !== wanted) return `${what} of route '${route.address}' is not an IPv${wanted} address`;
  }
  const most = address.family === 6 ? 128 : 32;
  if (route.netmask !== undefined) {
    if (address.family === 6) return 'netmask not allowed for IPv6 in route definition';
    if (route.prefix !== undefined) return 'route definition cannot have both a prefix and a netmask';
    if (readIp(route.netmask)?.family !== 4) return `netmask '${route.netmask}' in route definition is not IPv4`;
  }
  if ((route.prefix ?? 0) > most) return `invalid prefix ${route.prefix} in route definition, must be 0 - ${most}`;
  // Without a mask, only the route to everywhere is one: the address's class does not count.
  const masked = route.netmask !== undefined || (route.prefix ?? 0) > 0;
  const prefix = masked ? prefixOf(route) : 0;
  if (prefix < 0 || compareIp(networkOf(address, prefix), address) !== 0) {
    return `address '${route.address}' in route definition is not a network address`;
  }
  return undefined;
}
