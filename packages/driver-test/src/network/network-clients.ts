import type { DomainIPAddr, NetworkDHCPLease } from '@tsvirt/core/protocol';
import type { TestDomain } from '../domain/test-domain.js';
import type { TestHost } from '../host/test-host.js';
import type { DhcpClient } from './dhcp-server.js';
import type { TestNetwork } from './test-network.js';

/** The interfaces of running guests that are on a network. */
export function* clientsOf(host: TestHost, network: TestNetwork): Generator<DhcpClient> {
  for (const domain of host.domains.active()) yield* clientsIn(domain, network);
}

/** Leases that a network has lent, those of one MAC address only unless it is null. */
export function leasesOf(host: TestHost, network: TestNetwork, mac: string | null): NetworkDHCPLease[] {
  if (!network.isActive) return [];
  const wanted = mac?.toLowerCase();
  return Array.from(clientsOf(host, network))
    .filter(client => wanted === undefined || client.mac === wanted)
    .flatMap(client => network.dhcp.leasesOf(network.definition, client, host.clock.seconds));
}

/** The addresses that a guest was lent for one of its interfaces. */
export function lentAddresses(host: TestHost, domain: TestDomain, mac: string): DomainIPAddr[] {
  return Array.from(host.networks).flatMap(network => {
    if (!network.isActive) return [];
    return Array.from(clientsIn(domain, network))
      .filter(client => client.mac === mac.toLowerCase())
      .flatMap(client => network.dhcp.leasesOf(network.definition, client, host.clock.seconds))
      .map(({ type, ipaddr: addr, prefix }) => ({ type, addr, prefix }));
  });
}

function clientsIn(domain: TestDomain, network: TestNetwork): DhcpClient[] {
  return (domain.definition.devices?.interfaces ?? []).flatMap(({ source, mac }) =>
    source.type === 'network' && source.network === network.name && mac !== undefined
      ? [{ domain, mac: mac.address.toLowerCase() }]
      : [],
  );
}
