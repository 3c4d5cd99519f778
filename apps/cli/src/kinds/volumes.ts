import { sizeText } from '../output/amounts.js';
import { kind } from './kind.js';
import { askEach, nameColumn } from './listing.js';
import { lasting } from './managed-object.js';
import { findPool } from './pools.js';

/** Volumes of a pool, or of all active pools. */
export const volumes = kind({
  word: 'volume',
  document: 'storage-volume',
  owner: 'pool',
  missing: 'NO_STORAGE_VOL',
  async find(connection, { name, owner }, limits) {
    const pool = await findPool(connection, owner, limits);
    return lasting({ kind: 'volume', document: 'storage-volume' }, await pool.storageVolLookupByName(name, limits));
  },
  async load(connection, { owner, signal }) {
    const pools =
      owner === undefined
        ? await connection.listAllStoragePools({ active: true, signal })
        : [await findPool(connection, owner, { signal })];
    const found = await askEach(pools, pool => pool.listAllVolumes({ signal }), { signal, gone: 'NO_STORAGE_POOL' });
    return askEach(
      found.flat(),
      async volume => {
        const [info, path] = await Promise.all([volume.getInfo({ signal }), volume.getPath({ signal })]);
        return { name: volume.name, pool: volume.pool, key: volume.key, path, ...info };
      },
      { signal, gone: 'NO_STORAGE_VOL' },
    );
  },
  columns: [
    nameColumn(),
    { title: 'POOL', shrinks: true, cell: ({ pool }) => pool },
    { title: 'TYPE', cell: ({ type }) => type },
    { title: 'CAPACITY', align: 'right', cell: ({ capacity }) => sizeText(capacity) },
    { title: 'ALLOCATION', align: 'right', cell: ({ allocation }) => sizeText(allocation) },
    { title: 'PATH', shrinks: true, cell: ({ path }) => path },
  ],
  apply: {
    rank: 3,
    nameOf: ({ name }) => name,
    store: async (connection, xml, owner, limits) =>
      (await (await findPool(connection, owner, limits)).storageVolCreateXML(xml, limits)).name,
    fixed: /^(?:capacity|target\.format|backing)/,
  },
});
