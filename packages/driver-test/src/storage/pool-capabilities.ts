import { poolTypes } from '@tsvirt/conf/storage';
import { formatStoragePoolCapabilities } from '@tsvirt/conf/storage-capabilities';

/** The document of the types of pools that the mock has, which are all. */
export function poolCapabilities(): string {
  const pools = Object.entries(poolTypes).map(([type, { formats, volumeFormats }]) => ({
    type,
    supported: true,
    pool: formats && { defaultFormat: formats[0], formats: unknownFirst(formats) },
    volumes: volumeFormats && { defaultFormat: volumeFormats[0], formats: choices(volumeFormats) },
  }));
  return formatStoragePoolCapabilities({ pools });
}

/** libvirt lists words in the order of its numbers, in which `unknown` is the first. */
function unknownFirst(formats: readonly string[]): readonly string[] {
  return formats.includes('unknown') ? ['unknown', ...formats.filter(format => format !== 'unknown')] : formats;
}

/** Where there is one format only, there is nothing to choose; files may also be of no format. */
function choices(formats: readonly string[]): readonly string[] {
  if (formats.length === 1) return [];
  return formats.includes('none') ? formats : ['none', ...formats];
}
