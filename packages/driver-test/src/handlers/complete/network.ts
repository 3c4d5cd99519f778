import type { DriverHandlers } from '@tsvirt/core/contract';
import {
  NetworkCreateFlags,
  NetworkDefineFlags,
  NetworkEventLifecycleType as Lifecycle,
  NetworkXMLFlags,
  type NonnullNetwork,
} from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { checkFlags } from '../../host/flags.js';
import { strictIf } from '../../host/strict-reading.js';
import type { TestHost } from '../../host/test-host.js';
import { withBridge } from '../../network/host-bridge.js';
import { clientsOf, leasesOf } from '../../network/network-clients.js';
import { readNetwork, writeNetwork } from '../../network/network-definition.js';
import { changeNetwork } from '../../network/network-impact.js';
import { findActiveNetwork, findNetwork } from '../../network/network-lookup.js';
import { updatedNetwork } from '../../network/network-update.js';
import type { TestNetwork } from '../../network/test-network.js';

const { validate } = NetworkDefineFlags;

/** Virtual networks with a life of their own: bridges, ports, leases. */
export function completeNetworkHandlers(host: TestHost): DriverHandlers {
  const { networks } = host;
  const find = (reference: NonnullNetwork): TestNetwork => findNetwork(host, reference);
  const emit = (network: TestNetwork, event: number): void =>
    host.events.emit('networkLifecycle', { net: network.reference, event, detail: 0 });

  const define = (xml: string, flags: number): { net: NonnullNetwork } => {
    checkFlags(flags, validate, 'networkDefineXMLFlags');
    const network = host.admitNetwork(withBridge(host, readNetwork(xml, strictIf(flags, validate))));
    network.persistent = true;
    emit(network, Lifecycle.defined);
    return { net: network.reference };
  };

  const createXML = (xml: string, flags: number): { net: NonnullNetwork } => {
    checkFlags(flags, NetworkCreateFlags.validate, 'networkCreateXMLFlags');
    const definition = withBridge(host, readNetwork(xml, strictIf(flags, NetworkCreateFlags.validate)));
    const known = networks.byUuid(definition.uuid);
    if (known?.isActive === true)
      throw new VirtError('OPERATION_INVALID', 'NETWORK', `network is already active as '${known.name}'`);
    const configuration = known?.configuration;
    const network = host.admitNetwork(definition);
    network.nextDefinition = configuration;
    network.isActive = true;
    emit(network, Lifecycle.started);
    return { net: network.reference };
  };

  return {
    networkDefineXML: ({ xml }) => define(xml, 0),
    networkDefineXMLFlags: ({ xml, flags }) => define(xml, flags),
    networkCreateXML: ({ xml }) => createXML(xml, 0),
    networkCreateXMLFlags: ({ xml, flags }) => createXML(xml, flags),

    networkCreate({ net }) {
      const network = find(net);
      if (network.isActive) throw new VirtError('OPERATION_INVALID', 'NETWORK', 'network is already active');
      network.isActive = true;
      emit(network, Lifecycle.started);
    },

    networkDestroy({ net }) {
      const network = findActiveNetwork(host, net);
      network.stop();
      if (!network.persistent) networks.remove(network);
      emit(network, Lifecycle.stopped);
    },

    // An active network goes on, and is gone when it stops.
    networkUndefine({ net }) {
      const network = find(net);
      if (!network.persistent)
        throw new VirtError('OPERATION_INVALID', 'NETWORK', `can't undefine transient network '${network.name}'`);
      network.persistent = false;
      network.autostart = false;
      network.nextDefinition = undefined;
      if (!network.isActive) networks.remove(network);
      emit(network, Lifecycle.undefined);
    },

    networkSetAutostart({ net, autostart }) {
      const network = find(net);
      if (!network.persistent)
        throw new VirtError('OPERATION_INVALID', 'NETWORK', 'cannot set autostart for transient network');
      network.autostart = autostart !== 0;
    },

    networkGetXMLDesc({ net, flags }) {
      checkFlags(flags, NetworkXMLFlags.inactive, 'networkGetXMLDesc');
      const network = find(net);
      if ((flags & NetworkXMLFlags.inactive) !== 0) return { xml: writeNetwork(network.configuration) };
      if (!network.isActive) return { xml: writeNetwork(network.definition) };
      const connections = network.ports.size + Array.from(clientsOf(host, network)).length;
      return { xml: writeNetwork({ ...network.definition, connections: connections || undefined }) };
    },

    networkUpdate({ net, command, section, parentIndex, xml, flags }) {
      const update = { command, section, parentIndex, xml };
      changeNetwork(find(net), flags, 'networkUpdate', definition => updatedNetwork(definition, update));
    },

    networkGetDHCPLeases({ net, mac, flags }) {
      checkFlags(flags, 0, 'networkGetDHCPLeases');
      return { leases: leasesOf(host, find(net), mac) };
    },
  };
}
