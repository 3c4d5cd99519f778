import { ownsBridge } from '@tsvirt/conf/network';
import { VirtError } from '@tsvirt/util';
import type { TestHost } from '../host/test-host.js';
import type { NetworkDefinition } from './network-definition.js';

/**
 * The network with a bridge of its own: the name and MAC address that the document leaves out are the host's to choose, the
 * address the same each time for a uuid.
 * @throws VirtError INTERNAL_ERROR for a bridge that is another network's
 */
export function withBridge({ networks }: TestHost, network: NetworkDefinition): NetworkDefinition {
  const { bridge, uuid } = network;
  const others = Array.from(networks).filter(other => other.uuid !== uuid);
  const taken = new Set(others.flatMap(other => [other.definition.bridge?.name, other.nextDefinition?.bridge?.name]));
  if (bridge?.name !== undefined && taken.has(bridge.name))
    throw new VirtError('INTERNAL_ERROR', 'NETWORK', `bridge name '${bridge.name}' already in use.`);
  if (!ownsBridge(network)) return network;
  const mac = network.mac ?? `52:54:00:${uuid.slice(-6).replaceAll(/..(?=.)/g, '$&:')}`;
  return { ...network, mac, bridge: { ...bridge, name: bridge?.name ?? freeName(taken) } };
}

function freeName(taken: ReadonlySet<string | undefined>): string {
  for (let number = 0; ; number++) if (!taken.has(`virbr${number}`)) return `virbr${number}`;
}
