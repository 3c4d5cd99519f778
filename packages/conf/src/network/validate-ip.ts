import { type IpAddress, inNetwork, networkOf, parseIp } from '@tsvirt/util';
import { asRead, given, type Judgements } from '../judged.js';
import { checkRange } from './address-range.js';
import type { DhcpHost, DhcpLease, DhcpRange } from './dhcp.js';
import type { NetworkIp, NetworkRoute } from './ip.js';
import type { Network } from './network.js';
import { networkFaultAt } from './network-fault.js';
import { prefixOf } from './prefix.js';
import { checkRouteParts } from './route-parts.js';

type OwnAddress = Omit<NetworkIp, 'dhcp'>;

/** What can be wrong with an address of a network and all that is served there, in libvirt's order. */
export function ipJudgements(name = ''): Judgements<NetworkIp> {
  return {
    address: asRead,
    family: asRead,
    localPtr: asRead,
    netmask: asRead,
    prefix(_, ip) {
      const address = addressOf(ip, name);
      checkFamily(ip, address, name);
      checkMask(ip, address, name);
    },
    dhcp: given((dhcp, ip) => {
      const address = addressOf(ip, name);
      const prefix = prefixOf(ip);
      for (const range of dhcp.ranges) validateRange(range, { address, prefix });
      for (const host of dhcp.hosts) validateHost(host, address.family === 6, name);
    }),
    tftpRoot: given((_, ip) => {
      if (ip.family !== 'ipv6') return;
      const detail = `Unsupported <tftp> element in an IPv6 element${place(name)}`;
      throw networkFaultAt([ip, 'tftpRoot'], detail, 'CONFIG_UNSUPPORTED');
    }),
  };
}

function addressOf(ip: OwnAddress, name: string): IpAddress {
  const address = ip.address === undefined ? undefined : parseIp(ip.address);
  if (address === undefined) throw networkFaultAt([ip], `Missing required address attribute${place(name)}`);
  return address;
}

function checkFamily(ip: OwnAddress, address: IpAddress, name: string): void {
  const wanted = ip.family === 'ipv6' ? 6 : 4;
  if (address.family === wanted) return;
  const detail =
    ip.family === undefined
      ? `no family specified for non-IPv4 address '${ip.address}'${place(name)}`
      : `family '${ip.family}' specified for non-IPv${wanted} address '${ip.address}'${place(name)}`;
  throw networkFaultAt([ip, ip.family === undefined ? 'address' : 'family'], detail, 'CONFIG_UNSUPPORTED');
}

function checkMask(ip: OwnAddress, address: IpAddress, name: string): void {
  const unsupported = (detail: string, key: 'netmask' | 'prefix') =>
    networkFaultAt([ip, key], detail, 'CONFIG_UNSUPPORTED');
  if (ip.netmask !== undefined) {
    if (address.family === 6)
      throw unsupported(`netmask not allowed for IPv6 address '${ip.address}'${place(name)}`, 'netmask');
    if (ip.prefix !== undefined && ip.prefix > 0) {
      throw unsupported(`both a prefix and a netmask for one IP address${place(name)}`, 'prefix');
    }
    if (parseIp(ip.netmask)?.family !== 4) {
      throw unsupported(
        `invalid netmask '${ip.netmask}' for address '${ip.address}'${place(name)}: expected IPv4`,
        'netmask',
      );
    }
  }
  if ((ip.prefix ?? 0) > (address.family === 6 ? 128 : 32)) {
    throw unsupported(`invalid IPv${address.family} prefix '${ip.prefix}'${place(name)}`, 'prefix');
  }
}

/** What an element that cannot be read is in has no name for its rules. */
function place(name: string): string {
  return name === '' ? '' : ` in network '${name}'`;
}

/** Checks a range of addresses for guests, and its lease. */
export function validateRange(range: DhcpRange, network: { address: IpAddress; prefix: number }): void {
  checkRange(range, network);
  validateLease(range.lease);
}

const secondsIn = { seconds: 1n, minutes: 60n, hours: 3600n } as const;

function validateLease(lease: DhcpLease | undefined): void {
  if (lease?.expiry === undefined || lease.expiry === 0n) return;
  if (lease.expiry * secondsIn[lease.unit ?? 'minutes'] < 120n) {
    const detail = 'the shortest time that a lease may have is 2 minutes';
    throw networkFaultAt([lease, 'expiry'], detail, 'CONFIG_UNSUPPORTED');
  }
}

/** Checks the entry of one guest. */
export function validateHost(host: DhcpHost, isIpv6: boolean, name: string): void {
  checkHostMac(host, isIpv6, name);
  const known = isIpv6 ? (host.id ?? host.name) : (host.mac ?? host.name);
  if (known === undefined) {
    const needed = isIpv6
      ? 'IPv6 network must have id or name attribute'
      : 'IPv4 network must have mac or name attribute';
    throw networkFaultAt([host], `static host definition in ${needed}: network '${name}'`);
  }
  if (host.ip === undefined) {
    throw networkFaultAt([host], `Missing IP address in static host definition for network '${name}'`);
  }
  validateLease(host.lease);
}

/** A MAC address that a guest's card can have, where one may be given. */
export function checkHostMac(host: DhcpHost, isIpv6: boolean, name: string): void {
  if (host.mac === undefined) return;
  if (isIpv6) {
    const detail = `MAC address '${host.mac}' in an IPv6 static host definition of network '${name}'`;
    throw networkFaultAt([host, 'mac'], detail);
  }
  if ((Number.parseInt(host.mac.split(':')[0] ?? '', 16) & 1) === 1) {
    const detail = `expected unicast mac address, found multicast '${host.mac}' in network '${name}'`;
    throw networkFaultAt([host, 'mac'], detail);
  }
}

/** Checks a route by itself, and that its gateway can be reached. */
export function validateRoute(route: NetworkRoute, network: Partial<Network>): void {
  const { name, ips = [] } = network;
  const finding = checkRouteParts(route);
  const gateway = parseIp(route.gateway);
  if (finding !== undefined || gateway === undefined) {
    throw networkFaultAt([route], `${name}: ${finding ?? 'no gateway'}`);
  }
  const reachable = ips.some(ip => {
    const own = ip.address === undefined ? undefined : parseIp(ip.address);
    const prefix = prefixOf(ip);
    return own?.family === gateway.family && prefix >= 0 && inNetwork(gateway, networkOf(own, prefix), prefix);
  });
  if (!reachable) {
    throw networkFaultAt(
      [route, 'gateway'],
      `unreachable static route gateway '${route.gateway}' specified for network '${name}'`,
      'CONFIG_UNSUPPORTED',
    );
  }
}
