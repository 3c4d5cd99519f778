import { sanitizePath } from '@tsvirt/conf/storage';
import type { DriverHandlers } from '@tsvirt/core/contract';
import {
  type NonnullStoragePool,
  StoragePoolBuildFlags,
  StoragePoolCreateFlags,
  StoragePoolDefineFlags,
  StoragePoolDeleteFlags,
  StoragePoolEventLifecycleType as Lifecycle,
  StorageXMLFlags,
} from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { checkExclusive, checkFlags } from '../../host/flags.js';
import { strictIf } from '../../host/strict-reading.js';
import type { TestHost } from '../../host/test-host.js';
import { admitPool, forgetPool } from '../../storage/pool-admission.js';
import { poolCapabilities } from '../../storage/pool-capabilities.js';
import { type PoolType, readPool, writePool } from '../../storage/pool-definition.js';
import type { TestPool } from '../../storage/test-pool.js';

const { withBuild, withBuildOverwrite, withBuildNoOverwrite } = StoragePoolCreateFlags;
const { repair, resize, noOverwrite, overwrite } = StoragePoolBuildFlags;

/** Types whose storage is formatted when it is built. */
const formatted: readonly PoolType[] = ['fs', 'disk', 'logical'];
/** Types whose storage is a folder, which goes only when it is empty. */
const folders: readonly PoolType[] = ['dir', 'fs', 'netfs', 'vstorage'];

/** Storage pools that are built and deleted as those of a real host. */
export function completeStoragePoolHandlers(host: TestHost): DriverHandlers {
  const { pools } = host;
  const find = ({ name }: NonnullStoragePool): TestPool => {
    const pool = pools.byName(name);
    if (pool === undefined)
      throw new VirtError('NO_STORAGE_POOL', 'STORAGE', `no storage pool with matching name '${name}'`);
    return pool;
  };
  const inactive = (reference: NonnullStoragePool): TestPool => {
    const pool = find(reference);
    if (pool.isActive)
      throw new VirtError('OPERATION_INVALID', 'STORAGE', `storage pool '${pool.name}' is already active`);
    return pool;
  };
  const emit = (pool: TestPool, event: number): void =>
    host.events.emit('storagePoolLifecycle', { pool: pool.reference, event, detail: 0 });
  const start = (pool: TestPool, flags: number): void => {
    const building = buildFlagsOf(flags);
    if (building !== undefined) build(pool, building);
    pool.isActive = true;
    emit(pool, Lifecycle.started);
  };

  return {
    storagePoolCreate({ pool, flags }) {
      checkCreateFlags(flags, 'storagePoolCreate');
      start(inactive(pool), flags);
    },

    storagePoolCreateXML({ xml, flags }) {
      checkCreateFlags(flags, 'storagePoolCreateXML');
      const definition = readPool(xml);
      if (pools.byUuid(definition.uuid)?.isActive === true)
        throw new VirtError('OPERATION_INVALID', 'STORAGE', `pool is already active as '${definition.name}'`);
      const pool = admitPool(host, definition);
      try {
        start(pool, flags);
      } catch (reason) {
        if (!pool.persistent) forgetPool(host, pool);
        throw reason;
      }
      return { pool: pool.reference };
    },

    storagePoolDefineXML({ xml, flags }) {
      checkFlags(flags, StoragePoolDefineFlags.validate, 'storagePoolDefineXML');
      const pool = admitPool(host, readPool(xml, strictIf(flags, StoragePoolDefineFlags.validate)));
      pool.persistent = true;
      emit(pool, Lifecycle.defined);
      return { pool: pool.reference };
    },

    storagePoolBuild({ pool: reference, flags }) {
      checkFlags(flags, repair | resize | noOverwrite | overwrite, 'storagePoolBuild');
      const pool = inactive(reference);
      build(pool, flags);
      emit(pool, Lifecycle.created);
    },

    storagePoolDelete({ pool: reference, flags }) {
      checkFlags(flags, StoragePoolDeleteFlags.zeroed, 'storagePoolDelete');
      const pool = inactive(reference);
      if (folders.includes(pool.definition.type) && pool.volumeCount > 0)
        throw new VirtError('SYSTEM_ERROR', 'STORAGE', `failed to remove pool '${pool.name}': Directory not empty`);
      for (const volume of pool.volumes) pool.removeVolume(volume);
      pool.isBuilt = false;
      emit(pool, Lifecycle.deleted);
    },

    storagePoolLookupByTargetPath({ path }) {
      const wanted = sanitizePath(path);
      for (const pool of pools) {
        if (pool.isActive && pool.definition.target?.path === wanted) return { pool: pool.reference };
      }
      throw new VirtError('NO_STORAGE_POOL', 'STORAGE', `no storage pool with matching target path '${path}'`);
    },

    storagePoolGetXMLDesc({ pool: reference, flags }) {
      checkFlags(flags, StorageXMLFlags.inactive, 'storagePoolGetXMLDesc');
      const pool = find(reference);
      return { xml: writePool(pool.definition, pool.sizes) };
    },

    connectGetStoragePoolCapabilities({ flags }) {
      checkFlags(flags, 0, 'connectGetStoragePoolCapabilities');
      return { capabilities: poolCapabilities() };
    },
  };
}

function checkCreateFlags(flags: number, procedure: string): void {
  checkFlags(flags, withBuild | withBuildOverwrite | withBuildNoOverwrite, procedure);
  checkExclusive(flags, withBuildOverwrite, withBuildNoOverwrite, procedure);
}

/** How a pool that is started is built first; undefined: it is not. */
function buildFlagsOf(flags: number): number | undefined {
  if ((flags & withBuildOverwrite) !== 0) return overwrite;
  if ((flags & withBuildNoOverwrite) !== 0) return noOverwrite;
  return (flags & withBuild) !== 0 ? 0 : undefined;
}

/**
 * Makes what a pool is kept in. What was in a formatted one is gone.
 * @throws VirtError STORAGE_POOL_BUILT when that would destroy something and nobody asked for it
 */
function build(pool: TestPool, flags: number): void {
  checkExclusive(flags, overwrite, noOverwrite, 'storagePoolBuild');
  if (!formatted.includes(pool.definition.type)) {
    if ((flags & (overwrite | noOverwrite)) !== 0)
      throw new VirtError(
        'OPERATION_INVALID',
        'STORAGE',
        `No source device specified when formatting pool '${pool.name}'`,
      );
    checkFlags(flags, 0, `storagePoolBuild of a pool of type ${pool.definition.type}`);
    return;
  }
  if (pool.isBuilt && (flags & overwrite) === 0)
    throw new VirtError('STORAGE_POOL_BUILT', 'STORAGE', `pool '${pool.name}' already formatted`);
  for (const volume of pool.volumes) pool.removeVolume(volume);
  pool.isBuilt = true;
}
