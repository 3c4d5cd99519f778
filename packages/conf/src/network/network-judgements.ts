import { networkBandwidthJudgements } from './network-bandwidth.js';
import type { Vlan } from '../domain/vlan.js';
import { asRead, given, judge, type Judgements } from '../judged.js';
import { type PropertyName, valueFault } from '../kernel/index.js';
import { checkRange } from './address-range.js';
import type { NetworkForward } from './forward.js';
import type { Network } from './network.js';
import { networkFaultAt } from './network-fault.js';
import type { Portgroup } from './portgroup.js';
import { dnsJudgements } from './validate-dns.js';
import { ipJudgements, validateRoute } from './validate-ip.js';
import { validateVirtualport } from './validate-virtualport.js';

/** What can be wrong with the parts of a network, in libvirt's order. */
export const networkJudgements: Judgements<Network> = {
  name(name, network) {
    if (name?.includes('/')) throw valueFault(['XML_DETAIL', 'XML'], 'invalid char in name: /', network, 'name');
  },
  uuid: asRead,
  ipv6: asRead,
  trustGuestRxFilters: asRead,
  domain: asRead,
  bandwidth: given(bandwidth => judge(networkBandwidthJudgements, bandwidth)),
  vlan: given(validateVlan),
  isolated: asRead,
  bridge: asRead,
  mac: given((mac, network) => {
    if ((Number.parseInt(mac.slice(0, 2), 16) & 1) === 0) return;
    const detail = `Invalid multicast bridge mac address '${mac}' in network '${network.name}'`;
    throw networkFaultAt([network, 'mac'], detail);
  }),
  mtu: asRead,
  dns: given((dns, { name }) => judge(dnsJudgements(name), dns)),
  virtualport: given(validateVirtualport),
  portgroups(portgroups = []) {
    for (const portgroup of portgroups) validatePortgroup(portgroup);
  },
  ips(ips = [], { name }) {
    for (const ip of ips) judge(ipJudgements(name), ip);
  },
  routes(routes = [], network) {
    for (const route of routes) validateRoute(route, network);
  },
  forward: given((forward, { name }) => validateForward(forward, name)),
};

function validatePortgroup({ bandwidth, vlan, virtualport }: Portgroup): void {
  // A port group may leave the type to the network.
  if (virtualport?.type !== undefined) validateVirtualport(virtualport);
  if (bandwidth !== undefined) judge(networkBandwidthJudgements, bandwidth);
  if (vlan !== undefined) validateVlan(vlan);
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

function validateForward(forward: NetworkForward, name: string | undefined): void {
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
