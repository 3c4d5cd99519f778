import type { CallOptions, Connection, StoragePool } from '@tsvirt/core';
import { StoragePoolState } from '@tsvirt/core/protocol';
import { parseUuid } from '@tsvirt/util';
import { sizeText } from '../output/amounts.js';
import { statePaint } from '../output/state-color.js';
import { kind } from './kind.js';
import { activityFlags, askEach, nameColumn, yesNo } from './listing.js';
import { startable } from './managed-object.js';

/** Storage pools. */
export const pools = kind({
  word: 'pool',
  document: 'storage-pool',
  missing: 'NO_STORAGE_POOL',
  states: Object.keys(StoragePoolState),
  hasActivity: true,
  async find(connection, { name }, limits) {
    return startable({ kind: 'pool', document: 'storage-pool' }, await findPool(connection, name, limits));
  },
  async load(connection, choice) {
    const { signal } = choice;
    const all = await connection.listAllStoragePools(activityFlags(choice));
    return askEach(
      all,
      async pool => {
        const [info, autostart, persistent] = await Promise.all([
          pool.getInfo({ signal }),
          pool.getAutostart({ signal }),
          pool.isPersistent({ signal }),
        ]);
        return { name: pool.name, uuid: pool.uuid, ...info, autostart, persistent };
      },
      { signal, gone: 'NO_STORAGE_POOL' },
    );
  },
  columns: [
    nameColumn(),
    { title: 'STATE', cell: ({ state }, colors) => ({ text: state, paint: statePaint(state, colors) }) },
    { title: 'CAPACITY', align: 'right', cell: ({ capacity }) => sizeText(capacity) },
    { title: 'AVAILABLE', align: 'right', cell: ({ available }) => sizeText(available) },
    { title: 'AUTOSTART', cell: ({ autostart }) => yesNo(autostart) },
    { title: 'PERSISTENT', cell: ({ persistent }) => yesNo(persistent) },
  ],
  apply: {
    rank: 2,
    nameOf: ({ name }) => name,
    keyOf: ({ uuid, name }) => uuid ?? name,
    store: async (connection, xml, _, limits) => (await connection.storagePoolDefineXML(xml, limits)).name,
  },
});

/** Finds a pool by its name or its UUID. */
export function findPool(connection: Connection, name: string, limits: CallOptions): Promise<StoragePool> {
  return parseUuid(name) === undefined
    ? connection.storagePoolLookupByName(name, limits)
    : connection.storagePoolLookupByUUIDString(name, limits);
}
