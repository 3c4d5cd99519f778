import type { StorageVol } from '@tsvirt/core';
import { findPool } from '../objects/managed-object.js';
import { sizeText } from '../output/amounts.js';
import { askEach, listKind, nameColumn } from './list-kind.js';

/** Volumes of a pool, or of all active pools. */
export const volumes = listKind({
  async load(connection, { owner, signal }) {
    const pools =
      owner === undefined
        ? await connection.listAllStoragePools({ active: true, signal })
        : [await findPool(connection, owner, { signal })];
    const found = await askEach(pools, pool => pool.listAllVolumes({ signal }), { signal, gone: 'NO_STORAGE_POOL' });
    return askEach(found.flat(), volume => described(volume, signal), { signal, gone: 'NO_STORAGE_VOL' });
  },
  columns: [
    nameColumn(),
    { title: 'POOL', shrinks: true, cell: ({ pool }) => pool },
    { title: 'TYPE', cell: ({ type }) => type },
    { title: 'CAPACITY', align: 'right', cell: ({ capacity }) => sizeText(capacity) },
    { title: 'ALLOCATION', align: 'right', cell: ({ allocation }) => sizeText(allocation) },
    { title: 'PATH', shrinks: true, cell: ({ path }) => path },
  ],
});

async function described(volume: StorageVol, signal: AbortSignal) {
  const [info, path] = await Promise.all([volume.getInfo({ signal }), volume.getPath({ signal })]);
  return { name: volume.name, pool: volume.pool, key: volume.key, path, ...info };
}
