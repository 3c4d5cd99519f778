import type { ReadOptions } from '@tsvirt/conf/kernel';
import {
  formatStorageVolume,
  imageFormats,
  parseStorageVolume,
  type StorageVolume,
  validateStorageVolume,
} from '@tsvirt/conf/storage';
import { VirtError } from '@tsvirt/util';
import type { PoolType } from './pool-definition.js';

/** A complete volume definition; sizes in bytes. */
export interface VolumeDefinition extends StorageVolume {
  readonly capacity: bigint;
  readonly allocation: bigint;
}

/** Kinds of pools whose volumes are files in a format of their own. */
const filePools: readonly PoolType[] = ['dir', 'fs', 'netfs', 'gluster', 'vstorage'];

/** Formats that files of such pools can have. */
const fileFormats: readonly string[] = [...imageFormats, 'luks'];

/**
 * Reads a volume document and fills in what it may leave out. Without an allocation all of the capacity is allocated.
 * @param pool the type of the pool that it is for, which decides about formats
 * @throws VirtError
 */
export function readVolume(xml: string, pool: PoolType, reading?: ReadOptions): VolumeDefinition {
  const { devices: _devices, ...parsed } = parseStorageVolume(xml, reading);
  validateStorageVolume(parsed);
  const { name, capacity, target, backing } = parsed;
  if (name === '') throw new VirtError('XML_ERROR', 'STORAGE', 'missing volume name element');
  if (capacity === undefined) throw new Error(`volume '${name}' without a capacity is valid`);
  const volume: VolumeDefinition = { ...parsed, capacity, allocation: parsed.allocation ?? capacity };
  if (!filePools.includes(pool)) return pool === 'disk' ? volume : withoutFormats(volume);
  const compat = target.compat ?? (target.features === undefined ? undefined : '1.1');
  return {
    ...volume,
    target: { ...target, format: fileFormat(target.format), ...(compat !== undefined && { compat }) },
    ...(backing !== undefined && { backing: { ...backing, format: fileFormat(backing.format) } }),
  };
}

/** Volumes that are block devices or so have no format that somebody could choose. */
function withoutFormats(volume: VolumeDefinition): VolumeDefinition {
  const { format: _format, ...target } = volume.target;
  if (volume.backing === undefined) return { ...volume, target };
  const { format: _backingFormat, ...backing } = volume.backing;
  return { ...volume, target, backing };
}

/** The document as the API shows it, for a volume at `path`. */
export function writeVolume(volume: VolumeDefinition, path: string): string {
  const { physical: _physical, ...shown } = volume;
  return formatStorageVolume({ ...shown, type: volume.type ?? 'file', key: path, target: { ...volume.target, path } });
}

function fileFormat(format: string | undefined): string {
  if (format === undefined) return 'raw';
  if (fileFormats.includes(format)) return format;
  throw new VirtError('CONFIG_UNSUPPORTED', 'STORAGE', `unknown volume format type ${format}`);
}
