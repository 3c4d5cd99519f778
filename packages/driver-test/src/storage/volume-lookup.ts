import type { NonnullStoragePool, NonnullStorageVol } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import type { TestHost } from '../host/test-host.js';
import type { TestPool, TestVolume } from './test-pool.js';

/** A volume with the pool that it lies in. */
export interface VolumePlace {
  readonly pool: TestPool;
  readonly volume: TestVolume;
}

/** @throws VirtError NO_STORAGE_POOL, OPERATION_INVALID for a pool that is not active */
export function activePool(host: TestHost, { name }: Pick<NonnullStoragePool, 'name'>): TestPool {
  return active(host.pools.byName(name), `name '${name}'`);
}

/**
 * As `activePool`, of the same pool and not just one of its name.
 * @throws VirtError NO_STORAGE_POOL, OPERATION_INVALID
 */
export function poolOfUuid(host: TestHost, { uuid }: Pick<NonnullStoragePool, 'uuid'>): TestPool {
  return active(host.pools.byUuid(uuid), `uuid '${uuid}'`);
}

function active(pool: TestPool | undefined, what: string): TestPool {
  if (pool === undefined) throw new VirtError('NO_STORAGE_POOL', 'TEST', `no storage pool with matching ${what}`);
  if (!pool.isActive) throw new VirtError('OPERATION_INVALID', 'TEST', `storage pool '${pool.name}' is not active`);
  return pool;
}

/** @throws VirtError NO_STORAGE_VOL */
export function volumeIn(pool: TestPool, name: string): VolumePlace {
  const volume = pool.volume(name);
  if (volume === undefined) throw noVolume('name', name);
  return { pool, volume };
}

/**
 * The volume that a call is about.
 * @throws VirtError NO_STORAGE_POOL, NO_STORAGE_VOL, OPERATION_INVALID
 */
export function findVolume(host: TestHost, { pool, name }: NonnullStorageVol): VolumePlace {
  return volumeIn(activePool(host, { name: pool }), name);
}

export function noVolume(what: string, value: string): VirtError {
  return new VirtError('NO_STORAGE_VOL', 'TEST', `no storage vol with matching ${what} '${value}'`);
}
