import type { Network } from './network.js';
import { ownsBridge } from './complete-network.js';
import { placed, type PropertyName } from '../kernel/index.js';
import { networkFaultAt } from './network-fault.js';

/**
 * Checks what only a driver that sets up networks on this host asks for: services where there is somebody to run
 * them, VLANs where something can tag.
 * @throws CONFIG_UNSUPPORTED
 */
export function validateHostNetwork(network: Network): void {
  placed(network, () => validate(network));
}

function unsupported<T extends object>(detail: string, holder: T, key?: PropertyName<T>) {
  return networkFaultAt([holder, key], detail, 'CONFIG_UNSUPPORTED');
}

function validate(network: Network): void {
  const { name, forward } = network;
  if (forward?.mode === 'hostdev' && forward.interfaces[0] !== undefined) {
    throw unsupported(
      `hostdev network '${name}' lists '${forward.interfaces[0].dev}' in the device pool, but hostdev networks require all devices to be listed by PCI address`,
      forward.interfaces[0],
      'dev',
    );
  }
  if (ownsBridge(network)) checkDhcp(network);
  else if (forward !== undefined && !(forward.mode === 'bridge' && network.bridge?.name !== undefined)) {
    const { dns } = network;
    const hasRecords = dns !== undefined && dns.txts.length + dns.srvs.length + dns.hosts.length > 0;
    const served: readonly (readonly [string, object | undefined])[] = [
      ['ip', network.ips[0]],
      ['dns', hasRecords ? dns : undefined],
      ['domain', network.domain?.name === undefined ? undefined : network.domain],
    ];
    for (const [element, part] of served) {
      if (part === undefined) continue;
      const detail = `Unsupported <${element}> element in network ${name} with forward mode='${forward.mode}'`;
      throw unsupported(detail, part);
    }
  }
  if (
    forward !== undefined &&
    forward.mode !== 'hostdev' &&
    forward.addresses.length > 0 &&
    !forward.interfaces.length
  ) {
    throw unsupported(
      `network '${name}' has forward mode '${forward.mode}' but lists a device by PCI address in the device pool: only mode 'hostdev' can`,
      forward,
      'addresses',
    );
  }
  if (
    !ownsBridge(network) &&
    network.bandwidth !== undefined &&
    !(forward?.mode === 'bridge' && network.bridge?.name)
  ) {
    throw unsupported(
      `Unsupported network-wide <bandwidth> element in network ${name} with forward mode='${forward?.mode}'`,
      network.bandwidth,
    );
  }
  if (!ownsBridge(network) && network.mac !== undefined) {
    const detail = `Unsupported <mac> element in network ${name} with forward mode='${forward?.mode}'`;
    throw unsupported(detail, network, 'mac');
  }
  const portgroups = new Set<string>();
  for (const portgroup of network.portgroups) {
    if (portgroups.has(portgroup.name)) {
      const detail = `multiple <portgroup> elements with the same name (${portgroup.name}) in network '${name}'`;
      throw unsupported(detail, portgroup, 'name');
    }
    portgroups.add(portgroup.name);
  }
  const defaults = network.portgroups.filter(portgroup => portgroup.default);
  if (defaults[1] !== undefined) {
    throw unsupported(
      `network '${name}' has more than one default portgroup: ${defaults.map(each => each.name).join(', ')}`,
      defaults[1],
      'default',
    );
  }
  const vlans = [network, ...network.portgroups].flatMap(({ vlan }) => (vlan === undefined ? [] : [vlan]));
  const tagged = vlans.find(({ tags }) => tags.length > 0);
  if (tagged !== undefined && !canTag(network)) {
    const detail = `<vlan> element specified for network ${name}, whose type doesn't support vlan configuration`;
    throw unsupported(detail, tagged);
  }
}

function canTag(network: Network): boolean {
  const mode = network.forward?.mode;
  if (mode === 'hostdev' || mode === 'passthrough') return true;
  return mode === 'bridge' && network.bridge?.name !== undefined && network.virtualport?.type === 'openvswitch';
}

function checkDhcp(network: Network): void {
  for (const family of ['IPv4', 'IPv6']) {
    const serving = network.ips.filter(ip => ip.dhcp !== undefined && (ip.family === 'ipv6') === (family === 'IPv6'));
    const [, second] = serving;
    if (second !== undefined) {
      const detail = `multiple ${family} dhcp sections found in network '${network.name}', only one is supported`;
      throw unsupported(detail, second, 'dhcp');
    }
  }
}
