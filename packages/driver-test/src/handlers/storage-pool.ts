import { flagFilter, matchDefinition } from '@tsvirt/conf/store';
import type { DriverHandlers } from '@tsvirt/core/contract';
import {
  ConnectListAllStoragePoolsFlags as ListFlags,
  type NonnullStoragePool,
  StoragePoolDefineFlags,
  StoragePoolEventLifecycleType as Lifecycle,
  StoragePoolState,
} from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { checkFlags } from '../host/flags.js';
import { strictIf } from '../host/strict-reading.js';
import type { TestHost } from '../host/test-host.js';
import { admitPool, forgetPool } from '../storage/pool-admission.js';
import { readPool, writePool } from '../storage/pool-definition.js';
import { findPoolSources } from '../storage/pool-sources.js';
import { plugAdapterOf, unplugAdapterOf } from '../storage/pool-adapter.js';
import type { TestPool } from '../storage/test-pool.js';

const typed = (flag: number, ...types: readonly string[]) =>
  [flag, (pool: TestPool) => types.includes(pool.definition.type)] as const;

const filter = flagFilter<TestPool>([
  [
    [ListFlags.active, pool => pool.isActive],
    [ListFlags.inactive, pool => !pool.isActive],
  ],
  [
    [ListFlags.persistent, pool => pool.persistent],
    [ListFlags.transient, pool => !pool.persistent],
  ],
  [
    [ListFlags.autostart, pool => pool.autostart],
    [ListFlags.noAutostart, pool => !pool.autostart],
  ],
  [
    typed(ListFlags.dir, 'dir'),
    typed(ListFlags.fs, 'fs'),
    typed(ListFlags.netfs, 'netfs'),
    typed(ListFlags.logical, 'logical'),
    typed(ListFlags.disk, 'disk'),
    typed(ListFlags.iscsi, 'iscsi'),
    typed(ListFlags.scsi, 'scsi'),
    typed(ListFlags.mpath, 'mpath'),
    typed(ListFlags.rbd, 'rbd'),
    typed(ListFlags.sheepdog, 'sheepdog'),
    typed(ListFlags.gluster, 'gluster'),
    typed(ListFlags.zfs, 'zfs'),
    typed(ListFlags.vstorage, 'vstorage'),
    typed(ListFlags.iscsiDirect, 'iscsi-direct'),
  ],
]);

/** Storage pools. Nothing of the host's is touched: a pool is a name with volumes in it. */
export function storagePoolHandlers(host: TestHost): DriverHandlers {
  const { pools } = host;
  const find = ({ name }: NonnullStoragePool): TestPool => found(pools.byName(name), `name '${name}'`);
  // Two of libvirt's mock's calls go by the uuid; all others by the name.
  const findSame = ({ uuid }: NonnullStoragePool): TestPool => found(pools.byUuid(uuid), `uuid '${uuid}'`);
  const findActive = (reference: NonnullStoragePool): TestPool => {
    const pool = find(reference);
    if (!pool.isActive) throw new VirtError('OPERATION_INVALID', 'TEST', `storage pool '${pool.name}' is not active`);
    return pool;
  };
  const findInactive = (reference: NonnullStoragePool): TestPool => {
    const pool = find(reference);
    if (pool.isActive) throw new VirtError('OPERATION_INVALID', 'TEST', `storage pool '${pool.name}' is active`);
    return pool;
  };
  const emit = (pool: TestPool, event: number): void =>
    host.events.emit('storagePoolLifecycle', { pool: pool.reference, event, detail: 0 });

  return {
    storagePoolLookupByName: ({ name }) => ({ pool: found(pools.byName(name), `name '${name}'`).reference }),
    storagePoolLookupByUUID: ({ uuid }) => ({ pool: found(pools.byUuid(uuid), `uuid '${uuid}'`).reference }),
    storagePoolLookupByVolume: ({ vol }) => ({ pool: found(pools.byName(vol.pool), `name '${vol.pool}'`).reference }),
    connectNumOfStoragePools: () => ({ num: names(pools, true).length }),
    connectListStoragePools: () => ({ names: names(pools, true) }),
    connectNumOfDefinedStoragePools: () => ({ num: names(pools, false).length }),
    connectListDefinedStoragePools: () => ({ names: names(pools, false) }),
    connectListAllStoragePools({ flags }) {
      checkFlags(flags, filter.flags, 'connectListAllStoragePools');
      return { pools: [...pools].filter(filter.of(flags)).map(pool => pool.reference) };
    },
    connectFindStoragePoolSources({ type, srcSpec, flags }) {
      checkFlags(flags, 0, 'connectFindStoragePoolSources');
      return { xml: findPoolSources(type, srcSpec) };
    },

    storagePoolDefineXML({ xml, flags }) {
      checkFlags(flags, StoragePoolDefineFlags.validate, 'storagePoolDefineXML');
      const pool = admitPool(host, readPool(xml, strictIf(flags, StoragePoolDefineFlags.validate)));
      pool.persistent = true;
      emit(pool, Lifecycle.defined);
      return { pool: pool.reference };
    },

    storagePoolCreateXML({ xml, flags }) {
      checkFlags(flags, 0, 'storagePoolCreateXML');
      const definition = readPool(xml);
      if (matchDefinition(pools, definition, 'pool', 'STORAGE')?.isActive === true)
        throw new VirtError('OPERATION_INVALID', 'STORAGE', `pool is already active as '${definition.name}'`);
      const pool = admitPool(host, definition);
      try {
        plugAdapterOf(host, pool);
      } catch (reason) {
        forgetPool(host, pool);
        throw reason;
      }
      // Also of a pool that was defined: its configuration is gone.
      pool.persistent = false;
      pool.isActive = true;
      emit(pool, Lifecycle.started);
      return { pool: pool.reference };
    },

    storagePoolUndefine({ pool: reference }) {
      const pool = findInactive(reference);
      emit(pool, Lifecycle.undefined);
      forgetPool(host, pool);
    },

    storagePoolCreate({ pool: reference, flags }) {
      checkFlags(flags, 0, 'storagePoolCreate');
      const pool = findInactive(reference);
      pool.isActive = true;
      emit(pool, Lifecycle.started);
    },

    storagePoolDestroy({ pool: reference }) {
      const pool = findActive(reference);
      pool.isActive = false;
      unplugAdapterOf(host, pool);
      emit(pool, Lifecycle.stopped);
      if (!pool.persistent) forgetPool(host, pool);
    },

    storagePoolBuild({ pool: reference, flags }) {
      checkFlags(flags, 0, 'storagePoolBuild');
      emit(findInactive(reference), Lifecycle.created);
    },

    storagePoolDelete({ pool: reference, flags }) {
      checkFlags(flags, 0, 'storagePoolDelete');
      emit(findInactive(reference), Lifecycle.deleted);
    },

    storagePoolRefresh({ pool: reference, flags }) {
      checkFlags(flags, 0, 'storagePoolRefresh');
      host.events.emit('storagePoolRefresh', { pool: findActive(reference).reference });
    },

    storagePoolGetInfo({ pool: reference }) {
      const pool = find(reference);
      return { state: pool.isActive ? StoragePoolState.running : StoragePoolState.inactive, ...pool.sizes };
    },

    storagePoolGetXMLDesc({ pool: reference, flags }) {
      checkFlags(flags, 0, 'storagePoolGetXMLDesc');
      const pool = find(reference);
      return { xml: writePool(pool.definition, pool.sizes) };
    },

    storagePoolGetAutostart: ({ pool }) => ({ autostart: find(pool).autostart ? 1 : 0 }),
    storagePoolSetAutostart({ pool: reference, autostart }) {
      const pool = find(reference);
      if (!pool.persistent) throw new VirtError('INVALID_ARG', 'TEST', `pool '${pool.name}' has no config file`);
      pool.autostart = autostart !== 0;
    },
    storagePoolIsActive: ({ pool }) => ({ active: findSame(pool).isActive ? 1 : 0 }),
    storagePoolIsPersistent: ({ pool }) => ({ persistent: findSame(pool).persistent ? 1 : 0 }),
  };
}

function found(pool: TestPool | undefined, what: string): TestPool {
  if (pool === undefined) throw new VirtError('NO_STORAGE_POOL', 'TEST', `no storage pool with matching ${what}`);
  return pool;
}

function names(pools: Iterable<TestPool>, active: boolean): string[] {
  return Array.from(pools).flatMap(pool => (pool.isActive === active ? [pool.name] : []));
}
