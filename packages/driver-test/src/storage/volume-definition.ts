import type { ReadOptions } from '@tsvirt/conf/kernel';
import {
  completeStorageVolume,
  formatStorageVolume,
  parseStorageVolume,
  type StorageVolume,
} from '@tsvirt/conf/storage';
import { VirtError } from '@tsvirt/util';
import type { PoolType } from './pool-definition.js';

/** A complete volume definition; sizes in bytes. */
export interface VolumeDefinition extends StorageVolume {
  readonly capacity: bigint;
  readonly allocation: bigint;
}

/**
 * Reads a volume document and fills in what it may leave out. Without an allocation all of the capacity is allocated.
 * @param pool the type of the pool that it is for, which decides about formats
 * @throws VirtError
 */
export function readVolume(xml: string, pool: PoolType, reading?: ReadOptions): VolumeDefinition {
  const parsed = parseStorageVolume(xml, reading);
  if (parsed.name === '') throw new VirtError('XML_ERROR', 'STORAGE', 'missing volume name element');
  const { capacity, allocation, ...volume } = completeStorageVolume(parsed, pool);
  if (capacity === undefined) throw new Error(`volume '${volume.name}' without a capacity is complete`);
  return { ...volume, capacity, allocation: allocation ?? capacity };
}

/** The document as the API shows it, for a volume at `path`. */
export function writeVolume(volume: VolumeDefinition, path: string): string {
  const { physical: _physical, ...shown } = volume;
  return formatStorageVolume({ ...shown, type: volume.type ?? 'file', key: path, target: { ...volume.target, path } });
}
