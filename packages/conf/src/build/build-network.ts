import { VirtError } from '@tsvirt/util';
import type { Network, NetworkIp } from '../network/index.js';
import { subnetOf } from './subnet.js';

/** What has to be known of a virtual network. */
export interface NetworkFacts {
  readonly name: string;
  /** How guests reach the world; `nat`. With `isolated` they reach each other and the host only. */
  readonly forward?: 'nat' | 'route' | 'open' | 'isolated';
  /** Addresses, as `192.168.100.0/24`: the host has the first one, guests get the others by DHCP. NAT needs them. */
  readonly subnet?: string;
  /** Whether guests get addresses by DHCP; true. */
  readonly dhcp?: boolean;
  /** The name of the DNS domain. */
  readonly domain?: string;
  /** The host's bridge; absent: one is made up. */
  readonly bridge?: string;
}

/** A complete definition of a virtual network. @throws INVALID_ARG for a name or subnet that cannot be */
export function buildNetwork(facts: NetworkFacts): Network {
  const { name, forward = 'nat', subnet, domain, bridge } = facts;
  if (name === '' || name.includes('/')) {
    throw new VirtError('INVALID_ARG', 'NETWORK', `'${name}' cannot be the name of a network`);
  }
  if (forward === 'nat' && subnet === undefined) {
    throw new VirtError('INVALID_ARG', 'NETWORK', `network '${name}' needs a subnet for NAT`);
  }
  return {
    name,
    ipv6: false,
    ...(forward !== 'isolated' && { forward: { mode: forward, interfaces: [], addresses: [] } }),
    ...(bridge !== undefined && { bridge: { name: bridge } }),
    ...(domain !== undefined && { domain: { name: domain, localOnly: true } }),
    ips: subnet === undefined ? [] : [addressOf(subnet, facts.dhcp ?? true)],
    routes: [],
    portgroups: [],
  };
}

function addressOf(text: string, dhcp: boolean): NetworkIp {
  const { first, second, last, netmask } = subnetOf(text);
  return {
    address: first,
    netmask,
    ...(dhcp && { dhcp: { ranges: [{ start: second, end: last }], hosts: [] } }),
  };
}
