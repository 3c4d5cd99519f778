import { type DomainInterface, type DomainIPAddr, IPAddrType, type NetworkDHCPLease } from '@tsvirt/core/protocol';
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

/**
 * A guest's interfaces with their addresses: those that its networks lent, and on other links one for each interface.
 * @param lent leave out what networks did not lend
 */
export function guestInterfaces(host: TestHost, domain: TestDomain, lent: boolean): DomainInterface[] {
  return (domain.definition.devices?.interfaces ?? []).flatMap(({ source, mac, target }, index) => {
    const isLent = source.type === 'network';
    const addrs = isLent
      ? lentAddresses(host, domain, source.network ?? '', mac?.address ?? '')
      : [{ type: IPAddrType.ipv4, addr: `192.168.0.${(index + 1) % 256}`, prefix: 24 }];
    if (lent && (!isLent || addrs.length === 0)) return [];
    return [{ name: target?.dev ?? '', hwaddr: mac?.address ?? null, addrs }];
  });
}

function lentAddresses(host: TestHost, domain: TestDomain, name: string, mac: string): DomainIPAddr[] {
  const network = host.networks.byName(name);
  if (network === undefined || !network.isActive) return [];
  return network.dhcp
    .leasesOf(network.definition, { domain, mac: mac.toLowerCase() }, host.clock.seconds)
    .map(({ type, ipaddr: addr, prefix }) => ({ type, addr, prefix }));
}

function clientsIn(domain: TestDomain, network: TestNetwork): DhcpClient[] {
  return (domain.definition.devices?.interfaces ?? []).flatMap(({ source, mac }) =>
    source.type === 'network' && source.network === network.name && mac !== undefined
      ? [{ domain, mac: mac.address.toLowerCase() }]
      : [],
  );
}
