import type { Network } from '@tsvirt/core';
import { VirtError } from '@tsvirt/util';
import { activityCell, activityFlags, askEach, listKind, nameColumn, yesNo } from './list-kind.js';

/** Virtual networks. */
export const networks = listKind({
  async load(connection, choice) {
    const { signal } = choice;
    const all = await connection.listAllNetworks(activityFlags(choice));
    return askEach(all, network => described(network, signal), { signal, gone: 'NO_NETWORK' });
  },
  columns: [
    nameColumn(),
    { title: 'STATE', cell: ({ isActive }, colors) => activityCell(isActive, colors) },
    { title: 'BRIDGE', cell: ({ bridge }) => bridge ?? '-' },
    { title: 'AUTOSTART', cell: ({ autostart }) => yesNo(autostart) },
    { title: 'PERSISTENT', cell: ({ persistent }) => yesNo(persistent) },
  ],
});

async function described(network: Network, signal: AbortSignal) {
  const [isActive, autostart, persistent, bridge] = await Promise.all([
    network.isActive({ signal }),
    network.getAutostart({ signal }),
    network.isPersistent({ signal }),
    network.getBridgeName({ signal }).catch(withoutBridge),
  ]);
  return { name: network.name, uuid: network.uuid, isActive, bridge, autostart, persistent };
}

/** Networks that pass on a host interface have no bridge of their own. */
function withoutBridge(reason: unknown): undefined {
  if (VirtError.is(reason) && reason.code !== 'NO_NETWORK' && reason.code !== 'RPC') return undefined;
  throw reason;
}
