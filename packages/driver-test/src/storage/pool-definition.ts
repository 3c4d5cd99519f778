import { formatStoragePool, parseStoragePool, type StoragePool } from '@tsvirt/conf';
import { randomUuid, type Uuid, VirtError } from '@tsvirt/util';

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
 * Reads a pool document.
 * @throws VirtError
 */
export function readPool(xml: string): PoolDefinition {
  const parsed = parseStoragePool(xml);
  const name = parsed.name ?? parsed.source.name;
  if (name === undefined) throw new VirtError('XML_ERROR', 'STORAGE', 'missing pool source name element');
  if (name.includes('/')) throw new VirtError('XML_ERROR', 'STORAGE', `name ${name} cannot contain '/'`);
  return { ...parsed, name, uuid: parsed.uuid ?? randomUuid() };
}

/** The document as the API shows it. */
export function writePool(pool: PoolDefinition, sizes: PoolSizes): string {
  return formatStoragePool({ ...pool, ...sizes });
}
