import { randomUuid, VirtError } from '@tsvirt/util';
import { sameSource } from '../kernel/index.js';
import { permissionsOf } from './permissions.js';
import type { StoragePool } from './pool.js';
import type { PoolSource } from './pool-source.js';
import { poolTypes } from './pool-types.js';

/** A storage pool with its name. */
export type NamedPool = StoragePool & { readonly name: string; readonly uuid: string };

/**
 * Fills in what a storage pool of its type has without saying (name, UUID, format, path), and drops what does not
 * count for it. Call `validateStoragePool` first.
 */
export function completeStoragePool(pool: StoragePool): NamedPool {
  const facts = poolTypes[pool.type];
  const named = facts.source.includes('name');
  const name = pool.name ?? (named ? pool.source.name : undefined);
  if (name === undefined) throw new VirtError('XML_ERROR', 'STORAGE', 'missing pool source name element');
  const sourceName = named ? (pool.source.name ?? name) : undefined;
  return sameSource(pool, {
    ...pool,
    name,
    uuid: pool.uuid ?? randomUuid(),
    capacity: 0n,
    allocation: 0n,
    available: 0n,
    source: completeSource(pool, sourceName),
    target: facts.remote ? undefined : completeTarget(pool, facts.targetBelow, sourceName),
  });
}

function completeSource({ type, source }: StoragePool, name: string | undefined): PoolSource {
  const { source: parts, formats } = poolTypes[type];
  const has = (part: keyof PoolSource) => parts.includes(part);
  const dir = source.dir ?? (type === 'gluster' ? '/' : undefined);
  return {
    ...source,
    hosts: has('hosts') ? source.hosts.map(host => ({ ...host, port: host.port || undefined })) : [],
    // Free extents are found on the disk, not defined.
    devices: has('devices') ? source.devices.map(device => ({ ...device, freeExtents: [] })) : [],
    dir: has('dir') && dir !== undefined ? sanitizePath(dir) : undefined,
    adapter: has('adapter') ? source.adapter : undefined,
    name,
    initiatorIqn: has('initiatorIqn') ? source.initiatorIqn : undefined,
    format: formats && (source.format ?? formats[0]),
  };
}

function completeTarget(pool: StoragePool, below: string | undefined, name: string | undefined): StoragePool['target'] {
  const path = below === undefined ? pool.target?.path : below + (name ?? '');
  return {
    path: path === undefined ? undefined : sanitizePath(path),
    permissions: pool.target?.permissions && permissionsOf(pool.target.permissions),
  };
}

/** The path without slashes that say nothing: repeated ones, and one at the end. Two at the start have a meaning. */
export function sanitizePath(path: string): string {
  const start = /^\/\/(?!\/)/.test(path) ? '//' : '';
  const rest = path.slice(start.length).replace(/\/{2,}/g, '/');
  return start + (rest.length > 1 ? rest.replace(/\/$/, '') : rest);
}
