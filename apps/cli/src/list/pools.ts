import type { StoragePool } from '@tsvirt/core';
import { sizeText } from '../output/amounts.js';
import { statePaint } from '../output/state-color.js';
import { activityFlags, askEach, listKind, nameColumn, yesNo } from './list-kind.js';

/** Storage pools. */
export const pools = listKind({
  async load(connection, choice) {
    const { signal } = choice;
    const all = await connection.listAllStoragePools(activityFlags(choice));
    return askEach(all, pool => described(pool, signal), { signal, gone: 'NO_STORAGE_POOL' });
  },
  columns: [
    nameColumn(),
    { title: 'STATE', cell: ({ state }, colors) => ({ text: state, paint: statePaint(state, colors) }) },
    { title: 'CAPACITY', align: 'right', cell: ({ capacity }) => sizeText(capacity) },
    { title: 'AVAILABLE', align: 'right', cell: ({ available }) => sizeText(available) },
    { title: 'AUTOSTART', cell: ({ autostart }) => yesNo(autostart) },
    { title: 'PERSISTENT', cell: ({ persistent }) => yesNo(persistent) },
  ],
});

async function described(pool: StoragePool, signal: AbortSignal) {
  const [info, autostart, persistent] = await Promise.all([
    pool.getInfo({ signal }),
    pool.getAutostart({ signal }),
    pool.isPersistent({ signal }),
  ]);
  return { name: pool.name, uuid: pool.uuid, ...info, autostart, persistent };
}
