import type { Bandwidth } from '../domain/bandwidth.js';
import type { Vlan } from '../domain/vlan.js';
import { placed, type PropertyName, valueFault } from '../kernel/index.js';
import { checkRange } from './address-range.js';
import { ownsBridge } from './complete-network.js';
import type { NetworkForward } from './forward.js';
import type { Network } from './network.js';
import { networkFaultAt } from './network-fault.js';
import { validateDns } from './validate-dns.js';
import { validateVirtualport } from './validate-virtualport.js';
import { validateIp, validateRoute } from './validate-ip.js';

/**
 * Checks what a network document says against itself, by the rules that hold for every driver; before
 * `completeNetwork`, which drops what it cannot mean.
 * @throws XML_ERROR, XML_DETAIL, CONFIG_UNSUPPORTED and, for ranges of addresses, INTERNAL_ERROR
 */
export function validateNetwork(network: Network): void {
  placed(network, () => validate(network));
}

function validate(network: Network): void {
  const { name } = network;
  if (name.includes('/')) throw valueFault(['XML_DETAIL', 'XML'], 'invalid char in name: /', network, 'name');
  if (network.bandwidth !== undefined) validateBandwidth(network.bandwidth);
  if (network.vlan !== undefined) validateVlan(network.vlan);
  if (network.mac !== undefined && (Number.parseInt(network.mac.slice(0, 2), 16) & 1) === 1) {
    const detail = `Invalid multicast bridge mac address '${network.mac}' in network '${name}'`;
    throw networkFaultAt([network, 'mac'], detail);
  }
  if (network.virtualport !== undefined) validateVirtualport(network.virtualport);
  if (network.dns !== undefined) validateDns(network.dns, name);
  for (const portgroup of network.portgroups) {
    if (portgroup.bandwidth !== undefined) validateBandwidth(portgroup.bandwidth);
    if (portgroup.vlan !== undefined) validateVlan(portgroup.vlan);
    // A port group may leave the type to the network.
    if (portgroup.virtualport?.type !== undefined) validateVirtualport(portgroup.virtualport);
  }
  for (const ip of network.ips) validateIp(ip, name);
  for (const route of network.routes) validateRoute(route, network);
  if (network.forward !== undefined) validateForward(network.forward, name);
  validateMode(network);
}

function validateBandwidth(bandwidth: Bandwidth): void {
  if (bandwidth.classId !== undefined) {
    const detail = 'classID attribute not supported on <bandwidth> of a network';
    throw valueFault(['XML_DETAIL', 'NONE'], detail, bandwidth, 'classId');
  }
  const { inbound } = bandwidth;
  if (inbound !== undefined && (inbound.floor ?? 0n) > 0n) {
    const detail = 'floor attribute is not supported on <bandwidth> of a network';
    throw valueFault(['CONFIG_UNSUPPORTED', 'NONE'], detail, inbound, 'floor');
  }
  validateRates(bandwidth);
}

/** Checks that each direction says what its limit is. */
export function validateRates(bandwidth: Bandwidth): void {
  for (const direction of ['inbound', 'outbound'] as const) {
    const rate = bandwidth[direction];
    if (rate !== undefined && rate.average === undefined && !('floor' in rate && rate.floor !== undefined)) {
      const detail = `Missing mandatory average or floor attribute in <${direction}>`;
      throw valueFault(['XML_DETAIL', 'NONE'], detail, bandwidth, direction);
    }
  }
}

/** Checks the VLANs of a network or of one of its port groups. */
export function validateVlan(vlan: Vlan): void {
  const vlanFault = (detail: string, key?: PropertyName<Vlan>) => valueFault(['XML_ERROR', 'NONE'], detail, vlan, key);
  if (vlan.tags.length === 0) throw vlanFault("missing tag id - each <vlan> must have at least one <tag id='n'/>");
  const [, secondNative] = vlan.tags.filter(tag => tag.nativeMode !== undefined);
  if (secondNative !== undefined) {
    throw valueFault(['XML_ERROR', 'NONE'], 'duplicate native vlan setting', secondNative, 'nativeMode');
  }
  if (vlan.trunk === false && vlan.tags.some(tag => tag.nativeMode !== undefined)) {
    throw vlanFault(`invalid configuration in <vlan> - "trunk='no'" is not allowed with a native vlan id`, 'trunk');
  }
  if (vlan.trunk === false && vlan.tags.length > 1) {
    throw vlanFault(`invalid "trunk='no'" in <vlan> - trunk='yes' is required for more than one vlan tag`, 'trunk');
  }
}

function validateForward(forward: NetworkForward, name: string): void {
  const { nat, interfaces, addresses } = forward;
  if (nat !== undefined && forward.mode !== 'nat') {
    throw networkFaultAt([nat], `The <nat> element can only be used when <forward> 'mode' is 'nat' in network ${name}`);
  }
  if (nat?.address !== undefined) checkRange(nat.address);
  if (nat?.port !== undefined && nat.port.start > nat.port.end) {
    throw networkFaultAt(
      [nat.port],
      `invalid port range ${nat.port.start}-${nat.port.end} in <nat> of network ${name}`,
      'XML_DETAIL',
    );
  }
  const devices = new Set<string>();
  for (const one of interfaces) {
    const { dev } = one;
    if (devices.has(dev)) {
      throw networkFaultAt([one, 'dev'], `interface '${dev}' can only be listed once in network ${name}`);
    }
    devices.add(dev);
  }
  // Beside interfaces, addresses are passed over.
  for (const address of interfaces.length > 0 ? [] : addresses) {
    const { domain, bus, slot, function: part } = address;
    const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
    const place = `${hex(domain, 4)}:${hex(bus, 2)}:${hex(slot, 2)}.${part}`;
    if (devices.has(place)) {
      throw networkFaultAt([address], `PCI device '${place}' can only be listed once in network ${name}`);
    }
    devices.add(place);
  }
}

function validateMode(network: Network): void {
  const { name, bridge, forward } = network;
  const mode = forward?.mode;
  if (forward !== undefined && (mode === 'nat' || mode === 'route' || mode === 'open')) {
    if (network.ips.length === 0) {
      const detail = `${mode} forwarding requested, but no IP address provided for network '${name}'`;
      throw networkFaultAt([forward, 'mode'], detail);
    }
    const { length: count } = forward.interfaces.length > 0 ? forward.interfaces : forward.addresses;
    if (mode === 'open' && count > 0) {
      throw networkFaultAt([forward], `forward dev not allowed for network '${name}' with forward mode='open'`);
    }
    if (count > 1) {
      const detail = `multiple forwarding interfaces specified for network '${name}', only one is supported`;
      throw networkFaultAt([forward], detail);
    }
  }
  if (ownsBridge(network)) return;
  const { interfaces, addresses, pf } = forward ?? { interfaces: [], addresses: [] };
  if (mode === 'bridge' && bridge?.name !== undefined && interfaces.length + addresses.length + (pf ? 1 : 0) > 0) {
    throw networkFaultAt(
      [bridge, 'name'],
      `A network with forward mode='bridge' can specify a bridge name or a forward dev, but not both (network '${name}')`,
    );
  }
  if (mode !== 'bridge' && bridge?.name !== undefined) {
    throw networkFaultAt([bridge, 'name'], `bridge name not allowed in ${mode} mode (network '${name}')`);
  }
  if (bridge !== undefined && ((bridge.delay ?? 0n) > 0n || bridge.stp !== undefined || bridge.zone !== undefined)) {
    throw networkFaultAt([bridge], `bridge delay/stp/zone options not allowed in ${mode} mode (network '${name}')`);
  }
  if (mode !== 'bridge' && bridge?.macTableManager !== undefined) {
    const detail = `bridge macTableManager setting not allowed in ${mode} mode (network '${name}')`;
    throw networkFaultAt([bridge, 'macTableManager'], detail);
  }
  if (network.mtu !== undefined && network.mtu > 0) {
    throw networkFaultAt([network, 'mtu'], `mtu size not allowed in ${mode} mode (network '${name}')`);
  }
}
