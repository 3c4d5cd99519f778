import { formatStorageVolume, parseStorageVolume, type StorageVolume } from '@tsvirt/conf';
import { VirtError } from '@tsvirt/util';
import type { PoolType } from './pool-definition.js';

/** A complete volume definition; sizes in bytes. */
export interface VolumeDefinition extends StorageVolume {
  readonly capacity: bigint;
  readonly allocation: bigint;
}

/** Kinds of pools whose volumes are files in a format of their own. */
const filePools: readonly PoolType[] = ['dir', 'fs', 'netfs', 'gluster', 'vstorage'];

/**
 * Reads a volume document. Without an allocation all of the capacity is allocated.
 * @throws VirtError
 */
export function readVolume(xml: string, pool: PoolType): VolumeDefinition {
  const parsed = parseStorageVolume(xml);
  const { name, backing } = parsed;
  if (name === '') throw new VirtError('XML_ERROR', 'STORAGE', 'missing volume name element');
  if (name.includes('/')) throw new VirtError('XML_ERROR', 'STORAGE', `name ${name} cannot contain '/'`);
  // A volume on top of another may be as large as that one.
  const capacity = parsed.capacity ?? (backing === undefined ? undefined : 0n);
  if (capacity === undefined)
    throw new VirtError('XML_ERROR', 'STORAGE', `missing capacity element of volume '${name}'`);
  const target = filePools.includes(pool) ? { ...parsed.target, format: parsed.target.format ?? 'raw' } : parsed.target;
  return { ...parsed, capacity, allocation: parsed.allocation ?? capacity, target };
}

/** The document as the API shows it, for a volume at `path`. */
export function writeVolume(volume: VolumeDefinition, path: string): string {
  const { physical: _physical, ...shown } = volume;
  return formatStorageVolume({ ...shown, type: 'file', key: path, target: { ...volume.target, path } });
}
