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
