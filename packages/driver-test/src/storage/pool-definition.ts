import type { ReadOptions } from '@tsvirt/conf/kernel';
import { formatStoragePool, parseStoragePool, type StoragePool, validateStoragePool } from '@tsvirt/conf/storage';
import { randomUuid, type Uuid, VirtError } from '@tsvirt/util';
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

/** Pools that are somewhere on the network: no path of the host's leads to their volumes. */
const withoutPath: readonly PoolType[] = ['rbd', 'sheepdog', 'gluster', 'iscsi-direct'];

/** What is in a pool whose document does not say. */
const formats: Partial<Record<PoolType, string>> = { disk: 'unknown', logical: 'lvm2', fs: 'auto', netfs: 'auto' };

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
  const name = parsed.name ?? parsed.source.name;
  if (name === undefined) throw new Error('a storage pool without a name is valid');
  checkName(name, 'STORAGE');
  const pool = { ...parsed, name, uuid: parsed.uuid ?? randomUuid(), source: sourceOf(parsed, name) };
  if (withoutPath.includes(pool.type)) {
    const { target: _target, ...rest } = pool;
    return rest;
  }
  return { ...pool, target: targetOf(parsed, pool.source.name ?? name) };
}

/** The document as the API shows it. */
export function writePool(pool: PoolDefinition, sizes: PoolSizes): string {
  return formatStoragePool({ ...pool, ...sizes });
}

function sourceOf({ type, source }: StoragePool, name: string): StoragePool['source'] {
  const format = source.format ?? formats[type];
  return {
    ...source,
    // Free extents are what a look at the disk finds, not part of a definition.
    devices: source.devices.map(device => ({ ...device, freeExtents: [] })),
    ...(format !== undefined && { format }),
    ...(type === 'logical' && { name: source.name ?? name }),
  };
}

function targetOf({ type, target }: StoragePool, sourceName: string): NonNullable<StoragePool['target']> {
  const given = target?.path;
  const path =
    type === 'logical' ? `/dev/${sourceName}` : given === undefined ? defaultPath(type, sourceName) : sanitized(given);
  if (path === undefined) throw new Error(`a ${type} pool without a path is valid`);
  const { permissions } = target ?? {};
  if (permissions === undefined) return { path };
  const { owner, group, ...others } = permissions;
  const ids = {
    ...(owner !== undefined && owner >= 0 && { owner }),
    ...(group !== undefined && group >= 0 && { group }),
  };
  return { path, permissions: { ...others, ...ids } };
}

function defaultPath(type: PoolType, sourceName: string): string | undefined {
  return type === 'zfs' ? `/dev/zvol/${sourceName}` : undefined;
}

/** The path without slashes that make no difference; two at the start mean something to POSIX. */
function sanitized(path: string): string {
  const start = /^\/\/(?!\/)/.test(path) ? '/' : '';
  const cleaned = path.replace(/\/{2,}/g, '/');
  return start + (cleaned.length > 1 ? cleaned.replace(/\/$/, '') : cleaned);
}
