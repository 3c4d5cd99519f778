import { VirtError } from '@tsvirt/util';
import { noPoolSource } from '../storage/pool-source.js';
import type { StoragePool, StorageVolume } from '../storage/index.js';
import { bytesOf, type Size } from './size.js';

/** What has to be known of a storage pool: where its volumes come from, and where the host finds them. */
export type StoragePoolFacts = { readonly name: string } & (
  | { readonly type: 'dir'; readonly path: string }
  /** A block device with a file system, which is mounted at `path`. */
  | { readonly type: 'fs'; readonly device: string; readonly path: string }
  /** A folder of an NFS server, which is mounted at `path`. */
  | { readonly type: 'netfs'; readonly host: string; readonly folder: string; readonly path: string }
  /** An LVM volume group. */
  | { readonly type: 'logical'; readonly group: string }
  | { readonly type: 'iscsi'; readonly host: string; readonly target: string }
);

/** A complete definition of a storage pool. @throws INVALID_ARG for a name that cannot be */
export function buildStoragePool(facts: StoragePoolFacts): StoragePool {
  checkName(facts.name, 'pool');
  const sizes = { capacity: 0n, allocation: 0n, available: 0n };
  return { type: facts.type, name: facts.name, ...sizes, ...placesOf(facts) };
}

function placesOf(facts: StoragePoolFacts): Pick<StoragePool, 'source' | 'target'> {
  switch (facts.type) {
    case 'dir':
      return { source: noPoolSource, target: { path: facts.path } };
    case 'fs':
      return {
        source: { ...noPoolSource, devices: [{ path: facts.device, freeExtents: [] }] },
        target: { path: facts.path },
      };
    case 'netfs':
      return {
        source: { ...noPoolSource, hosts: [{ name: facts.host }], dir: facts.folder, format: 'nfs' },
        target: { path: facts.path },
      };
    case 'logical':
      return { source: { ...noPoolSource, name: facts.group }, target: { path: `/dev/${facts.group}` } };
    case 'iscsi':
      return {
        source: { ...noPoolSource, hosts: [{ name: facts.host }], devices: [{ path: facts.target, freeExtents: [] }] },
        target: { path: '/dev/disk/by-path' },
      };
  }
}

/** What has to be known of a volume. */
export interface StorageVolumeFacts {
  readonly name: string;
  /** As the guest sees it. */
  readonly capacity: Size;
  /** What is reserved at once; absent: nothing for formats that grow, all of it for others. */
  readonly allocation?: Size;
  /** The format; `qcow2` when the name ends so, else `raw`. */
  readonly format?: string;
  /** An image on top of which the volume is. */
  readonly backing?: { readonly path: string; readonly format: string };
}

/** A complete definition of a volume. @throws INVALID_ARG for a name or size that cannot be */
export function buildStorageVolume(facts: StorageVolumeFacts): StorageVolume {
  const { name, backing } = facts;
  checkName(name, 'volume');
  const format = facts.format ?? (name.endsWith('.qcow2') ? 'qcow2' : 'raw');
  const capacity = bytesOf(facts.capacity);
  const reserved = facts.allocation ?? (format === 'raw' ? capacity : 0n);
  return {
    name,
    capacity,
    allocation: bytesOf(reserved),
    target: { format },
    ...(backing !== undefined && { backing: { path: backing.path, format: backing.format } }),
  };
}

function checkName(name: string, what: string): void {
  if (name !== '' && !name.includes('/')) return;
  throw new VirtError('INVALID_ARG', 'STORAGE', `'${name}' cannot be the name of a ${what}`);
}
