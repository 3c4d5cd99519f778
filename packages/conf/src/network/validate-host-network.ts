import type { Network } from './network.js';
import { ownsBridge } from './complete-network.js';
import { networkFault } from './network-fault.js';

/**
 * Checks what only a driver that sets up networks on this host asks for: services where there is somebody to run
 * them, VLANs where something can tag.
 * @throws CONFIG_UNSUPPORTED
 */
export function validateHostNetwork(network: Network): void {
  const unsupported = (detail: string) => networkFault(detail, 'CONFIG_UNSUPPORTED');
  const { name, forward } = network;
  if (forward?.mode === 'hostdev' && forward.interfaces[0] !== undefined) {
    throw unsupported(
      `hostdev network '${name}' lists '${forward.interfaces[0].dev}' in the device pool, but hostdev networks require all devices to be listed by PCI address`,
    );
  }
  if (ownsBridge(network)) checkDhcp(network);
  else if (forward !== undefined && !(forward.mode === 'bridge' && network.bridge?.name !== undefined)) {
    const { dns } = network;
    const served: readonly (readonly [string, boolean])[] = [
      ['ip', network.ips.length > 0],
      ['dns', dns !== undefined && dns.txts.length + dns.srvs.length + dns.hosts.length > 0],
      ['domain', network.domain?.name !== undefined],
    ];
    for (const [element, present] of served) {
      if (present)
        throw unsupported(`Unsupported <${element}> element in network ${name} with forward mode='${forward.mode}'`);
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
    );
  }
  if (
    !ownsBridge(network) &&
    network.bandwidth !== undefined &&
    !(forward?.mode === 'bridge' && network.bridge?.name)
  ) {
    throw unsupported(
      `Unsupported network-wide <bandwidth> element in network ${name} with forward mode='${forward?.mode}'`,
    );
  }
  if (!ownsBridge(network) && network.mac !== undefined) {
    throw unsupported(`Unsupported <mac> element in network ${name} with forward mode='${forward?.mode}'`);
  }
  const portgroups = new Set<string>();
  for (const portgroup of network.portgroups) {
    if (portgroups.has(portgroup.name)) {
      throw unsupported(`multiple <portgroup> elements with the same name (${portgroup.name}) in network '${name}'`);
    }
    portgroups.add(portgroup.name);
  }
  const defaults = network.portgroups.filter(portgroup => portgroup.default);
  if (defaults.length > 1) {
    throw unsupported(
      `network '${name}' has more than one default portgroup: ${defaults.map(each => each.name).join(', ')}`,
    );
  }
  const tagged = [network, ...network.portgroups].some(part => (part.vlan?.tags.length ?? 0) > 0);
  if (tagged && !canTag(network)) {
    throw unsupported(`<vlan> element specified for network ${name}, whose type doesn't support vlan configuration`);
  }
}

function canTag(network: Network): boolean {
  const mode = network.forward?.mode;
  if (mode === 'hostdev' || mode === 'passthrough') return true;
  return mode === 'bridge' && network.bridge?.name !== undefined && network.virtualport?.type === 'openvswitch';
}

function checkDhcp(network: Network): void {
  if (network.ips.some(ip => ip.family === 'ipv6' && ip.tftpRoot !== undefined)) {
    throw networkFault(
      `Unsupported <tftp> element in an IPv6 element in network '${network.name}'`,
      'CONFIG_UNSUPPORTED',
    );
  }
  for (const family of ['IPv4', 'IPv6']) {
    const serving = network.ips.filter(ip => ip.dhcp !== undefined && (ip.family === 'ipv6') === (family === 'IPv6'));
    if (serving.length > 1) {
      throw networkFault(
        `multiple ${family} dhcp sections found in network '${network.name}', only one is supported`,
        'CONFIG_UNSUPPORTED',
      );
    }
  }
}
