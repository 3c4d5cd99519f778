import { normalizeMac, parseIp } from '@tsvirt/util';
import { type DhcpHost, dhcpHost, dhcpRange, type NetworkDhcp } from './dhcp.js';
import type { NetworkIp } from './ip.js';
import type { Network } from './network.js';
import { networkFault } from './network-fault.js';
import { added, type Update, without } from './update-list.js';
import { prefixOf } from './prefix.js';
import { checkHostMac, validateHost, validateRange } from './validate-ip.js';

/** The `<ip>` that an update means: by its index, or the one with DHCP, or else the first, IPv4 before IPv6. */
function chosenIp({ network, parentIndex }: Update, what: string): NetworkIp {
  const { ips } = network;
  const chosen =
    parentIndex >= 0
      ? ips[parentIndex]
      : (ips.find(ip => (ip.dhcp?.ranges.length ?? 0) + (ip.dhcp?.hosts.length ?? 0) > 0) ??
        ips.find(ip => ip.family !== 'ipv6') ??
        ips[0]);
  if (chosen !== undefined) return chosen;
  throw networkFault(
    `couldn't update ${what} entry - no <ip> element found at index ${parentIndex} in network '${network.name}'`,
    'OPERATION_INVALID',
  );
}

function withDhcp(network: Network, changed: NetworkIp, change: (dhcp: NetworkDhcp) => NetworkDhcp): Network {
  const dhcp = change(changed.dhcp ?? { ranges: [], hosts: [] });
  return { ...network, ips: network.ips.map(ip => (ip === changed ? { ...ip, dhcp } : ip)) };
}

const sameMac = (one: DhcpHost, other: DhcpHost) =>
  one.mac !== undefined && other.mac !== undefined && normalizeMac(one.mac) === normalizeMac(other.mac);
const sameIp = (one: DhcpHost, other: DhcpHost) => one.ip !== undefined && one.ip === other.ip;
const sameName = (one: DhcpHost, other: DhcpHost) => one.name !== undefined && one.name === other.name;

/** Adds, changes or takes away the entry of one guest. */
export function updateDhcpHost(update: Update): Network {
  const { network, command } = update;
  const { name } = network;
  const invalid = (detail: string) => networkFault(detail, 'OPERATION_INVALID');
  const ip = chosenIp(update, 'dhcp host');
  const isIpv6 = ip.family === 'ipv6';
  const entry = update.read(dhcpHost, host => {
    if (command !== 'delete') return validateHost(host, isIpv6, name);
    checkHostMac(host, isIpv6, name);
    if (host.mac === undefined && host.name === undefined && host.ip === undefined) {
      throw networkFault(`at least one of name, mac, or ip must be given for a static host of network '${name}'`);
    }
  });
  const hosts = ip.dhcp?.hosts ?? [];
  if (command === 'delete') {
    const index = hosts.findIndex(
      host =>
        (entry.mac === undefined || sameMac(entry, host)) &&
        (entry.name === undefined || sameName(entry, host)) &&
        (entry.ip === undefined || sameIp(entry, host)),
    );
    if (index < 0) throw invalid(`couldn't locate a matching dhcp host entry in network '${name}'`);
    return withDhcp(network, ip, dhcp => ({ ...dhcp, hosts: without(hosts, index) }));
  }
  const index = hosts.findIndex(host => sameMac(entry, host) || sameIp(entry, host) || sameName(entry, host));
  if (command === 'modify') {
    if (index >= 0) return withDhcp(network, ip, dhcp => ({ ...dhcp, hosts: hosts.with(index, entry) }));
    const which = `"mac='${entry.mac ?? ''}'" "name='${entry.name ?? ''}'" "ip='${entry.ip ?? ''}'"`;
    throw invalid(`couldn't locate an existing dhcp host entry with ${which} in network '${name}'`);
  }
  if (index >= 0) {
    const which = `<host mac='${entry.mac ?? ''}' name='${entry.name ?? ''}' ip='${entry.ip ?? ''}'/>`;
    throw invalid(`there is an existing dhcp host entry in network '${name}' that matches "${which}"`);
  }
  return withDhcp(network, ip, dhcp => ({ ...dhcp, hosts: added(hosts, command, entry) }));
}

/** Adds or takes away a range of addresses. */
export function updateDhcpRange(update: Update): Network {
  const { network, command } = update;
  const { name } = network;
  const ip = chosenIp(update, 'dhcp range');
  if (command === 'modify') {
    throw networkFault('dhcp ranges cannot be modified, only added or deleted', 'OPERATION_UNSUPPORTED');
  }
  const address = parseIp(ip.address ?? '');
  const entry = update.read(dhcpRange, range => {
    if (address !== undefined) validateRange(range, { address, prefix: prefixOf(ip) });
  });
  const ranges = ip.dhcp?.ranges ?? [];
  const index = ranges.findIndex(range => range.start === entry.start && range.end === entry.end);
  if (command === 'delete') {
    if (index < 0) {
      throw networkFault(`couldn't locate a matching dhcp range entry in network '${name}'`, 'OPERATION_INVALID');
    }
    return withDhcp(network, ip, dhcp => ({ ...dhcp, ranges: without(ranges, index) }));
  }
  if (index >= 0) {
    const which = `<range start='${entry.start}' end='${entry.end}'/>`;
    throw networkFault(
      `there is an existing dhcp range entry in network '${name}' that matches "${which}"`,
      'OPERATION_INVALID',
    );
  }
  return withDhcp(network, ip, dhcp => ({ ...dhcp, ranges: added(ranges, command, entry) }));
}
