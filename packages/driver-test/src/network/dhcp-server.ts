import { type DhcpHost, type DhcpLease, type NetworkIp, prefixOf } from '@tsvirt/conf/network';
import { IPAddrType, type NetworkDHCPLease } from '@tsvirt/core/protocol';
import { formatIp, parseIp } from '@tsvirt/util';
import type { TestDomain } from '../domain/test-domain.js';
import type { NetworkDefinition } from './network-definition.js';

/** One interface of a running guest, as a network's DHCP server meets it. */
export interface DhcpClient {
  readonly domain: TestDomain;
  /** Of the interface; lower case. */
  readonly mac: string;
}

/** An address that a guest has. */
interface Lent {
  readonly address: string;
  readonly domain: TestDomain;
  /** The number of the guest while it runs: a lease ends with the guest. */
  readonly id: number;
}

const secondsPerUnit = { seconds: 1n, minutes: 60n, hours: 3600n } as const;
/** How long addresses are lent unless the network says otherwise. */
const usualSeconds = 3600n;

/**
 * The DHCP server of one network. As dnsmasq, it takes the address from the client's MAC address, and the next free one
 * when that is lent: the same guests have the same addresses each time.
 */
export class DhcpServer {
  readonly #byMac = new Map<string, Lent>();
  readonly #byAddress = new Map<string, Lent>();

  /**
   * The leases of a client, one for each family of addresses that the network lends.
   * @param nowSeconds since 1970; clients ask for more time when half of it is over
   */
  leasesOf(network: NetworkDefinition, client: DhcpClient, nowSeconds: bigint): NetworkDHCPLease[] {
    return network.ips.flatMap(ip => {
      const host = ip.dhcp?.hosts.find(({ mac }) => mac?.toLowerCase() === client.mac);
      const address = this.#lend(ip, host, client);
      if (address === undefined) return [];
      const isIpv6 = ip.family === 'ipv6';
      return {
        iface: network.bridge?.name ?? '',
        expirytime: expiry(host?.lease ?? ip.dhcp?.ranges[0]?.lease, nowSeconds),
        type: isIpv6 ? IPAddrType.ipv6 : IPAddrType.ipv4,
        mac: client.mac,
        iaid: isIpv6 ? String(Number.parseInt(client.mac.slice(9).replaceAll(':', ''), 16)) : null,
        ipaddr: address,
        prefix: prefixOf(ip) ?? (isIpv6 ? 64 : 24),
        hostname: host?.name ?? `${client.domain.name}host`,
        clientid: isIpv6 ? `00:03:00:01:${client.mac}` : `01:${client.mac}`,
      };
    });
  }

  #lend(ip: NetworkIp, host: DhcpHost | undefined, client: DhcpClient): string | undefined {
    if (host?.ip !== undefined) return host.ip;
    const key = `${ip.family ?? 'ipv4'} ${client.mac}`;
    const known = this.#byMac.get(key);
    if (known !== undefined) {
      if (isHeld(known)) return known.address;
      this.#byMac.delete(key);
      this.#byAddress.delete(known.address);
    }
    const address = this.#free(ip, client.mac);
    if (address === undefined) return undefined;
    const lent = { address, domain: client.domain, id: client.domain.id };
    this.#byMac.set(key, lent);
    this.#byAddress.set(address, lent);
    return address;
  }

  #free(ip: NetworkIp, mac: string): string | undefined {
    const range = ip.dhcp?.ranges[0];
    const start = range && parseIp(range.start);
    const end = range && parseIp(range.end);
    if (start === undefined || end === undefined) return undefined;
    const first = numberOf(start.bytes);
    const count = numberOf(end.bytes) - first + 1n;
    if (count < 1n) return undefined;
    const reserved = new Set(ip.dhcp?.hosts.map(host => host.ip));
    // One more than there are addresses to meet: none is free then.
    const tries = BigInt(this.#byAddress.size + reserved.size + 1);
    const begin = hash(mac) % count;
    for (let step = 0n; step < count && step < tries; step++) {
      const number = first + ((begin + step) % count);
      const address = formatIp({ family: start.family, bytes: bytesOf(number, start.bytes.length) });
      if (reserved.has(address)) continue;
      const lent = this.#byAddress.get(address);
      if (lent === undefined || !isHeld(lent)) return address;
    }
    return undefined;
  }
}

function isHeld({ domain, id }: Lent): boolean {
  return domain.isActive && domain.id === id;
}

function expiry(lease: DhcpLease | undefined, nowSeconds: bigint): bigint {
  const seconds = lease?.expiry === undefined ? usualSeconds : lease.expiry * secondsPerUnit[lease.unit ?? 'minutes'];
  if (seconds === 0n) return 0n;
  const half = seconds > 1n ? seconds / 2n : 1n;
  return (nowSeconds / half) * half + seconds;
}

/** Spreads MAC addresses over a range: FNV-1a of 32 bits. */
function hash(text: string): bigint {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return BigInt(value);
}

function numberOf(bytes: Uint8Array): bigint {
  return bytes.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
}

function bytesOf(number: bigint, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => Number((number >> BigInt(8 * (length - 1 - index))) & 0xffn));
}
