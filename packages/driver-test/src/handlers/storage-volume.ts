import type { DriverHandlers } from '@tsvirt/core/contract';
import { type NonnullStoragePool, type NonnullStorageVol, StorageVolType } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { checkFlags } from '../host/flags.js';
import type { TestHost } from '../host/test-host.js';
import type { TestPool, TestVolume } from '../storage/test-pool.js';
import { readVolume, type VolumeDefinition, writeVolume } from '../storage/volume-definition.js';

interface Place {
  readonly pool: TestPool;
  readonly volume: TestVolume;
}

/** Storage volumes. They hold no data, so what reads or writes some is not served. */
export function storageVolumeHandlers(host: TestHost): DriverHandlers {
  const findPool = ({ name }: Pick<NonnullStoragePool, 'name'>): TestPool => {
    const pool = host.pools.byName(name);
    if (pool === undefined)
      throw new VirtError('NO_STORAGE_POOL', 'TEST', `no storage pool with matching name '${name}'`);
    if (!pool.isActive) throw new VirtError('OPERATION_INVALID', 'TEST', `storage pool '${name}' is not active`);
    return pool;
  };
  const inPool = (pool: TestPool, name: string): Place => {
    const volume = pool.volumes.get(name);
    if (volume === undefined) throw notFound('name', name);
    return { pool, volume };
  };
  const find = ({ pool, name }: NonnullStorageVol): Place => inPool(findPool({ name: pool }), name);
  const findPath = (path: string, what: string): Place => {
    for (const pool of host.pools) {
      if (!pool.isActive) continue;
      for (const volume of pool.volumes.values()) if (volume.path === path) return { pool, volume };
    }
    throw notFound(what, path);
  };
  const create = (pool: TestPool, definition: VolumeDefinition): { vol: NonnullStorageVol } => {
    if (pool.volumes.has(definition.name))
      throw new VirtError('OPERATION_FAILED', 'TEST', `storage vol '${definition.name}' already exists`);
    if (definition.allocation > pool.sizes.available)
      throw new VirtError('INTERNAL_ERROR', 'TEST', `Not enough free space in pool for volume '${definition.name}'`);
    return { vol: pool.referenceTo(pool.addVolume(definition)) };
  };

  return {
    storagePoolNumOfVolumes: ({ pool }) => ({ num: findPool(pool).volumes.size }),
    storagePoolListVolumes: ({ pool }) => ({ names: [...findPool(pool).volumes.keys()] }),
    storagePoolListAllVolumes({ pool: reference, flags }) {
      checkFlags(flags, 0, 'storagePoolListAllVolumes');
      const pool = findPool(reference);
      return { vols: Array.from(pool.volumes.values(), volume => pool.referenceTo(volume)) };
    },

    storageVolLookupByName({ pool: reference, name }) {
      const { pool, volume } = inPool(findPool(reference), name);
      return { vol: pool.referenceTo(volume) };
    },
    storageVolLookupByKey({ key }) {
      const { pool, volume } = findPath(key, 'key');
      return { vol: pool.referenceTo(volume) };
    },
    storageVolLookupByPath({ path }) {
      const { pool, volume } = findPath(path, 'path');
      return { vol: pool.referenceTo(volume) };
    },

    storageVolCreateXML({ pool, xml, flags }) {
      checkFlags(flags, 0, 'storageVolCreateXML');
      return create(findPool(pool), readVolume(xml, findPool(pool).definition.type));
    },
    storageVolCreateXMLFrom({ pool, xml, clonevol, flags }) {
      checkFlags(flags, 0, 'storageVolCreateXMLFrom');
      const { definition } = find(clonevol).volume;
      const wanted = readVolume(xml, findPool(pool).definition.type);
      const capacity = wanted.capacity > definition.capacity ? wanted.capacity : definition.capacity;
      return create(findPool(pool), { ...wanted, capacity });
    },
    storageVolDelete({ vol, flags }) {
      checkFlags(flags, 0, 'storageVolDelete');
      const { pool, volume } = find(vol);
      pool.removeVolume(volume);
    },

    storageVolGetInfo({ vol }) {
      const { capacity, allocation } = find(vol).volume.definition;
      return { type: StorageVolType.file, capacity, allocation };
    },
    storageVolGetXMLDesc({ vol, flags }) {
      checkFlags(flags, 0, 'storageVolGetXMLDesc');
      const { definition, path } = find(vol).volume;
      return { xml: writeVolume(definition, path) };
    },
    storageVolGetPath: ({ vol }) => ({ name: find(vol).volume.path }),
  };
}

function notFound(what: string, value: string): VirtError {
  return new VirtError('NO_STORAGE_VOL', 'TEST', `no storage vol with matching ${what} '${value}'`);
}
