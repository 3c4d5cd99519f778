import type { DriverHandlers } from '@tsvirt/core/contract';
import {
  type NonnullStoragePool,
  type NonnullStorageVol,
  StorageVolCreateFlags,
  StorageVolType,
} from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { checkFlags } from '../host/flags.js';
import { strictIf } from '../host/strict-reading.js';
import type { TestHost } from '../host/test-host.js';
import type { TestPool } from '../storage/test-pool.js';
import { activePool, findVolume, noVolume, poolOfUuid, volumeIn, type VolumePlace } from '../storage/volume-lookup.js';
import { readVolume, type VolumeDefinition, writeVolume } from '../storage/volume-definition.js';

const { validate } = StorageVolCreateFlags;

/** What passes the check that somebody asked for is refused by libvirt 9.0, whose reader does not know the flag. */
function refuseValid(flags: number): void {
  if ((flags & validate) !== 0) throw new VirtError('INVALID_ARG', 'STORAGE', `unsupported flags (0x${validate})`);
}

function refuseTaken(pool: TestPool, { name }: VolumeDefinition): void {
  if (pool.volume(name) !== undefined)
    throw new VirtError('OPERATION_FAILED', 'TEST', `storage vol '${name}' already exists`);
}

/** Storage volumes. They hold no data, so what reads or writes some is not served. */
export function storageVolumeHandlers(host: TestHost): DriverHandlers {
  const findPool = (reference: Pick<NonnullStoragePool, 'name'>): TestPool => activePool(host, reference);
  const find = (reference: NonnullStorageVol): VolumePlace => findVolume(host, reference);
  const findPath = (path: string, what: string): VolumePlace => {
    for (const pool of host.pools) {
      if (!pool.isActive) continue;
      const volume = pool.volumeAt(path);
      if (volume !== undefined) return { pool, volume };
    }
    throw noVolume(what, path);
  };
  const create = (pool: TestPool, definition: VolumeDefinition): { vol: NonnullStorageVol } => {
    refuseTaken(pool, definition);
    if (definition.allocation > pool.sizes.available)
      throw new VirtError('INTERNAL_ERROR', 'TEST', `Not enough free space in pool for volume '${definition.name}'`);
    return { vol: pool.referenceTo(pool.addVolume(definition)) };
  };

  return {
    storagePoolNumOfVolumes: ({ pool }) => ({ num: findPool(pool).volumeCount }),
    storagePoolListVolumes: ({ pool }) => ({ names: Array.from(findPool(pool).volumes, ({ name }) => name) }),
    storagePoolListAllVolumes({ pool: reference, flags }) {
      checkFlags(flags, 0, 'storagePoolListAllVolumes');
      const pool = poolOfUuid(host, reference);
      return { vols: Array.from(pool.volumes, volume => pool.referenceTo(volume)) };
    },

    storageVolLookupByName({ pool: reference, name }) {
      const { pool, volume } = volumeIn(findPool(reference), name);
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
      checkFlags(flags, validate, 'storageVolCreateXML');
      const { definition } = findPool(pool);
      const volume = readVolume(xml, definition.type, strictIf(flags, validate));
      refuseValid(flags);
      return create(findPool(pool), volume);
    },
    storageVolCreateXMLFrom({ pool, xml, clonevol, flags }) {
      checkFlags(flags, validate, 'storageVolCreateXMLFrom');
      const { type } = findPool(pool).definition;
      const wanted = readVolume(xml, type, strictIf(flags, validate));
      refuseValid(flags);
      const target = findPool(pool);
      refuseTaken(target, wanted);
      // The original is looked for in the new volume's pool.
      volumeIn(target, clonevol.name);
      return create(target, wanted);
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
