import { flagFilter, matchDefinition } from '@tsvirt/conf/store';
import type { DriverHandlers } from '@tsvirt/core/contract';
import {
  ConnectListAllNetworksFlags as ListFlags,
  NetworkCreateFlags,
  NetworkDefineFlags,
  NetworkEventLifecycleType as Lifecycle,
  NetworkUpdateFlags,
  type NonnullNetwork,
} from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { checkFlags } from '../host/flags.js';
import { strictIf } from '../host/strict-reading.js';
import type { TestHost } from '../host/test-host.js';
import { readNetwork, writeNetwork } from '../network/network-definition.js';
import { updatedNetwork } from '../network/network-update.js';
import type { TestNetwork } from '../network/test-network.js';

const filter = flagFilter<TestNetwork>([
  [
    [ListFlags.active, network => network.isActive],
    [ListFlags.inactive, network => !network.isActive],
  ],
  [
    [ListFlags.persistent, network => network.persistent],
    [ListFlags.transient, network => !network.persistent],
  ],
  [
    [ListFlags.autostart, network => network.autostart],
    [ListFlags.noAutostart, network => !network.autostart],
  ],
]);

/** Virtual networks. */
export function networkHandlers(host: TestHost): DriverHandlers {
  const { networks } = host;
  const find = ({ name }: NonnullNetwork): TestNetwork => found(networks.byName(name), `name '${name}'`);
  // A few of libvirt's mock's calls go by the uuid; all others by the name.
  const findSame = ({ uuid }: NonnullNetwork): TestNetwork => found(networks.byUuid(uuid), `uuid '${uuid}'`);
  const emit = (network: TestNetwork, event: number): void =>
    host.events.emit('networkLifecycle', { net: network.reference, event, detail: 0 });

  const define = (xml: string, flags: number): { net: NonnullNetwork } => {
    checkFlags(flags, NetworkDefineFlags.validate, 'networkDefineXMLFlags');
    const network = host.admitNetwork(readNetwork(xml, strictIf(flags, NetworkDefineFlags.validate)));
    network.persistent = true;
    emit(network, Lifecycle.defined);
    return { net: network.reference };
  };

  const createXML = (xml: string, flags: number): { net: NonnullNetwork } => {
    checkFlags(flags, NetworkCreateFlags.validate, 'networkCreateXMLFlags');
    const definition = readNetwork(xml, strictIf(flags, NetworkCreateFlags.validate));
    const known = matchDefinition(networks, definition, 'network', 'NETWORK');
    if (known?.isActive === true)
      throw new VirtError('OPERATION_INVALID', 'NETWORK', `network is already active as '${definition.name}'`);
    const stored = known?.configuration;
    const network = host.admitNetwork(definition);
    network.nextDefinition = stored;
    network.isActive = true;
    emit(network, Lifecycle.started);
    return { net: network.reference };
  };

  return {
    networkLookupByName: ({ name }) => ({ net: found(networks.byName(name), `name '${name}'`).reference }),
    networkLookupByUUID: ({ uuid }) => ({ net: found(networks.byUuid(uuid), `uuid '${uuid}'`).reference }),
    connectNumOfNetworks: () => ({ num: names(networks, true).length }),
    connectListNetworks: () => ({ names: names(networks, true) }),
    connectNumOfDefinedNetworks: () => ({ num: names(networks, false).length }),
    connectListDefinedNetworks: () => ({ names: names(networks, false) }),
    connectListAllNetworks({ flags }) {
      checkFlags(flags, filter.flags, 'connectListAllNetworks');
      return { nets: [...networks].filter(filter.of(flags)).map(network => network.reference) };
    },

    networkDefineXML: ({ xml }) => define(xml, 0),
    networkDefineXMLFlags: ({ xml, flags }) => define(xml, flags),
    networkCreateXML: ({ xml }) => createXML(xml, 0),
    networkCreateXMLFlags: ({ xml, flags }) => createXML(xml, flags),

    networkUndefine({ net }) {
      const network = find(net);
      if (network.isActive)
        throw new VirtError('OPERATION_INVALID', 'TEST', `Network '${network.name}' is still running`);
      emit(network, Lifecycle.undefined);
      networks.remove(network);
    },

    networkCreate({ net }) {
      const network = find(net);
      if (network.isActive)
        throw new VirtError('OPERATION_INVALID', 'TEST', `Network '${network.name}' is already running`);
      network.isActive = true;
      emit(network, Lifecycle.started);
    },

    // An inactive network may be stopped once more: it changes nothing and the event says so again.
    networkDestroy({ net }) {
      const network = find(net);
      // What is in force stays so, and what was stored beside it stays beside it: libvirt's mock never goes back to it.
      network.isActive = false;
      emit(network, Lifecycle.stopped);
      if (!network.persistent) networks.remove(network);
    },

    networkGetXMLDesc({ net, flags }) {
      checkFlags(flags, 0, 'networkGetXMLDesc');
      return { xml: writeNetwork(find(net).definition) };
    },

    networkGetBridgeName({ net }) {
      const { name, definition } = find(net);
      const bridge = definition.bridge?.name;
      if (bridge === undefined)
        throw new VirtError('INTERNAL_ERROR', 'TEST', `network '${name}' does not have a bridge name.`);
      return { name: bridge };
    },

    networkGetAutostart: ({ net }) => ({ autostart: find(net).autostart ? 1 : 0 }),
    networkSetAutostart({ net, autostart }) {
      find(net).autostart = autostart !== 0;
    },
    networkIsActive: ({ net }) => ({ active: findSame(net).isActive ? 1 : 0 }),
    networkIsPersistent: ({ net }) => ({ persistent: findSame(net).persistent ? 1 : 0 }),

    networkUpdate({ net, command, section, parentIndex, xml, flags }) {
      const { live: affectLive, config: affectConfig } = NetworkUpdateFlags;
      checkFlags(flags, affectLive | affectConfig, 'networkUpdate');
      const network = findSame(net);
      const live = (flags & affectLive) !== 0 || ((flags & affectConfig) === 0 && network.isActive);
      const config = (flags & affectConfig) !== 0 || ((flags & affectLive) === 0 && !network.isActive);
      if (live && !network.isActive) throw new VirtError('OPERATION_INVALID', 'NETWORK', 'network is not running');
      if (config && !network.persistent)
        throw new VirtError('OPERATION_INVALID', 'NETWORK', 'cannot change persistent config of a transient network');
      const update = { command, section, parentIndex, xml };
      const stored = network.nextDefinition ?? network.definition;
      const nextLive = live ? updatedNetwork(network.definition, update) : network.definition;
      const nextConfig = config ? updatedNetwork(stored, update) : stored;
      network.definition = network.isActive ? nextLive : nextConfig;
      if (network.isActive && config) network.nextDefinition = nextConfig;
    },
  };
}

function found(network: TestNetwork | undefined, what: string): TestNetwork {
  if (network === undefined) throw new VirtError('NO_NETWORK', 'TEST', `no network with matching ${what}`);
  return network;
}

function names(networks: Iterable<TestNetwork>, active: boolean): string[] {
  return Array.from(networks).flatMap(network => (network.isActive === active ? [network.name] : []));
}
