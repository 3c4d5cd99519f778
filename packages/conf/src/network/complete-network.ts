import { randomUuid } from '@tsvirt/util';
import type { Bandwidth } from '../domain/bandwidth.js';
import { ownedMetadata } from '../domain/complete/metadata.js';
import type { Virtualport } from '../domain/virtualport.js';
import { completeVlan } from '../domain/vlan.js';
import { sameSource } from '../kernel/index.js';
import type { NetworkBridge } from './bridge.js';
import type { NetworkDhcp } from './dhcp.js';
import type { NetworkForward } from './forward.js';
import type { NetworkIp } from './ip.js';
import type { Network } from './network.js';
import type { Portgroup } from './portgroup.js';

/** Whether the daemon makes the network's bridge itself, with its addresses and services. */
export function ownsBridge(network: Network): boolean {
  const mode = network.forward?.mode;
  return mode === undefined || mode === 'nat' || mode === 'route' || mode === 'open';
}

/**
 * Fills in what goes without saying, whatever the host: a UUID, the bridge's settings, where guests go. What a
 * definition says but cannot mean is dropped, as libvirt does. Names and MAC addresses of bridges are the driver's.
 */
export function completeNetwork(network: Network): Network {
  return sameSource(network, {
    ...network,
    uuid: network.uuid ?? randomUuid(),
    metadata: network.metadata && ownedMetadata(network.metadata),
    virtualport: network.virtualport && completeVirtualport(network.virtualport),
    forward: network.forward && completeForward(network.forward),
    bridge: completeBridge(network),
    domain: network.domain?.name === undefined ? undefined : network.domain,
    vlan: network.vlan && completeVlan(network.vlan),
    bandwidth: network.bandwidth && completeBandwidth(network.bandwidth),
    ips: network.ips.map(completeIp),
    portgroups: network.portgroups.map(completePortgroup),
  });
}

function completeForward(forward: NetworkForward): NetworkForward {
  const { interfaces, pf, addresses } = forward;
  return {
    ...forward,
    managed: forward.mode === 'hostdev' ? (forward.managed ?? false) : undefined,
    pf: interfaces.length > 0 || addresses.length > 0 ? undefined : pf,
    addresses: interfaces.length > 0 ? [] : addresses,
  };
}

function completeBridge(network: Network): NetworkBridge | undefined {
  const { bridge } = network;
  if (ownsBridge(network)) return { ...bridge, stp: bridge?.stp ?? true, delay: bridge?.delay ?? 0n };
  if (bridge?.name === undefined && bridge?.macTableManager === undefined) return undefined;
  return { name: bridge.name, macTableManager: bridge.macTableManager };
}

/** A limit of zero is none. */
function completeBandwidth(bandwidth: Bandwidth): Bandwidth {
  const { inbound, outbound } = bandwidth;
  return {
    ...bandwidth,
    inbound: inbound && (inbound.average || inbound.floor ? limitsOf(inbound) : {}),
    outbound: outbound && (outbound.average ? limitsOf(outbound) : {}),
  };
}

function limitsOf<T extends object>(given: T): T {
  return {
    ...given,
    ...Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value || undefined])),
  };
}

/** Of all parameters, only its interface means something to MidoNet. */
function completeVirtualport(port: Virtualport): Virtualport {
  if (port.type !== 'midonet' || port.parameters === undefined) return port;
  return { ...port, parameters: { interfaceId: port.parameters.interfaceId } };
}

function completePortgroup(portgroup: Portgroup): Portgroup {
  return {
    ...portgroup,
    vlan: portgroup.vlan && completeVlan(portgroup.vlan),
    virtualport: portgroup.virtualport && completeVirtualport(portgroup.virtualport),
    bandwidth: portgroup.bandwidth && completeBandwidth(portgroup.bandwidth),
  };
}

function completeIp(ip: NetworkIp): NetworkIp {
  return { ...ip, dhcp: ip.dhcp && completeDhcp(ip.dhcp, ip.family === 'ipv6') };
}

/** Network boot is IPv4's, and served only where addresses are. */
function completeDhcp(dhcp: NetworkDhcp, isIpv6: boolean): NetworkDhcp | undefined {
  if (dhcp.ranges.length === 0 && dhcp.hosts.length === 0) return undefined;
  const lease = <T extends NetworkDhcp['hosts'][number] | NetworkDhcp['ranges'][number]>(entry: T): T => {
    const { expiry, unit } = entry.lease ?? {};
    return { ...entry, lease: expiry === undefined ? undefined : { expiry, unit: unit ?? 'minutes' } };
  };
  return {
    ranges: dhcp.ranges.map(lease),
    hosts: dhcp.hosts.map(lease),
    bootp: isIpv6 || dhcp.bootp?.file === undefined ? undefined : dhcp.bootp,
  };
}
