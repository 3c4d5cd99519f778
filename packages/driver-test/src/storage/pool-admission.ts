import { matchDefinition } from '@tsvirt/conf/store';
import { VirtError } from '@tsvirt/util';
import type { TestHost } from '../host/test-host.js';
import { poolsConflict } from './pool-conflict.js';
import type { PoolDefinition } from './pool-definition.js';
import { TestPool } from './test-pool.js';

/**
 * Takes a definition in, as a new pool or as that of the pool with its name and uuid.
 * @throws VirtError OPERATION_FAILED when name, uuid or what it is made of are another pool's
 */
export function admitPool(host: TestHost, definition: PoolDefinition): TestPool {
  const { pools } = host;
  const known = matchDefinition(pools, definition, 'pool', 'STORAGE');
  for (const other of pools)
    if (other !== known && poolsConflict(other.definition, definition))
      throw new VirtError('OPERATION_FAILED', 'STORAGE', `Storage source conflict with pool: '${other.name}'`);
  if (known !== undefined) {
    if (!known.isActive) known.definition = definition;
    if (!host.isComplete) known.forgetAllocation();
    return known;
  }
  const pool = new TestPool(definition);
  pools.add(pool);
  return pool;
}

/** The pool is gone, and what its volumes held. */
export function forgetPool({ pools }: TestHost, pool: TestPool): void {
  pools.remove(pool);
  for (const { content } of pool.volumes) content?.discard();
}
