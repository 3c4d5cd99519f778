import type { ReadOptions } from '@tsvirt/conf/kernel';
import {
  completeStoragePool,
  formatStoragePool,
  parseStoragePool,
  type StoragePool,
  validateStoragePool,
} from '@tsvirt/conf/storage';
import { type Uuid, VirtError } from '@tsvirt/util';
import { checkName } from '../host/object-name.js';

/** A complete storage pool definition. */
export interface PoolDefinition extends StoragePool {
  readonly uuid: Uuid;
  readonly name: string;
}

export type PoolType = StoragePool['type'];

/** How full a pool is, in bytes. */
export interface PoolSizes {
  readonly capacity: bigint;
  readonly allocation: bigint;
  readonly available: bigint;
}

/**
 * Reads a pool document and fills in what it may leave out. Options for mounting and for RBD are dropped: the mock does
 * neither.
 * @throws VirtError
 */
export function readPool(xml: string, reading?: ReadOptions): PoolDefinition {
  try {
    return poolOf(xml, reading);
  } catch (reason) {
    // The schema asks for all that has to be there.
    if (reading?.unknown !== 'refuse' || !VirtError.is(reason) || reason.code !== 'XML_ERROR') throw reason;
    if (reason.domain === 'XML') throw reason;
    throw new VirtError('XML_INVALID_SCHEMA', 'XML', reason.detail ?? reason.message, { cause: reason });
  }
}

function poolOf(xml: string, reading: ReadOptions | undefined): PoolDefinition {
  const { mountOptions: _mountOptions, rbdOptions: _rbdOptions, ...parsed } = parseStoragePool(xml, reading);
  validateStoragePool(parsed);
  const pool = completeStoragePool(parsed);
  checkName(pool.name, 'STORAGE');
  return pool;
}

/** The document as the API shows it. */
export function writePool(pool: PoolDefinition, sizes: PoolSizes): string {
  return formatStoragePool({ ...pool, ...sizes });
}
