import { parseUuid, VirtError } from '@tsvirt/util';
import { activity, kind } from './kind.js';
import { activityCell, activityFlags, askEach, nameColumn, yesNo } from './listing.js';
import { startable } from './managed-object.js';

/** Virtual networks. */
export const networks = kind({
  ...activity,
  word: 'network',
  document: 'network',
  missing: 'NO_NETWORK',
  async find(connection, { name }, limits) {
    const isUuid = parseUuid(name) !== undefined;
    const network = await connection[isUuid ? 'networkLookupByUUIDString' : 'networkLookupByName'](name, limits);
    return startable({ kind: 'network', document: 'network' }, network);
  },
  async load(connection, choice) {
    const { signal } = choice;
    const all = await connection.listAllNetworks(activityFlags(choice));
    return askEach(
      all,
      async network => {
        const [isActive, autostart, persistent, bridge] = await Promise.all([
          network.isActive({ signal }),
          network.getAutostart({ signal }),
          network.isPersistent({ signal }),
          network.getBridgeName({ signal }).catch(withoutBridge),
        ]);
        return { name: network.name, uuid: network.uuid, isActive, bridge, autostart, persistent };
      },
      { signal, gone: 'NO_NETWORK' },
    );
  },
  columns: [
    nameColumn(),
    { title: 'STATE', cell: ({ isActive }, colors) => activityCell(isActive, colors) },
    { title: 'BRIDGE', cell: ({ bridge }) => bridge ?? '-' },
    { title: 'AUTOSTART', cell: ({ autostart }) => yesNo(autostart) },
    { title: 'PERSISTENT', cell: ({ persistent }) => yesNo(persistent) },
  ],
  apply: {
    rank: 2,
    nameOf: ({ name }) => name,
    keyOf: ({ uuid, name }) => uuid ?? name,
    store: async (connection, xml, _, limits) => (await connection.networkDefineXML(xml, limits)).name,
  },
});

/** Networks that pass on a host interface have no bridge of their own. */
function withoutBridge(reason: unknown): undefined {
  if (VirtError.is(reason) && reason.code !== 'NO_NETWORK' && reason.code !== 'RPC') return undefined;
  throw reason;
}
