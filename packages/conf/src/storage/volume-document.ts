import { documentKind, type Parsed } from '../document.js';
import type { FormatFlags, ReadOptions } from '../kernel/index.js';
import { type StorageVolume, storageVolume } from './volume.js';

const document = documentKind(storageVolume, { domain: 'STORAGE', name: '(storage_volume_definition)' });

/**
 * Reads a storage volume document as it stands: nothing is filled in, nothing that spans elements is checked (see
 * `completeStorageVolume`).
 * @throws XML_DETAIL for text that is not well-formed; XML_ERROR and others for what is not such a document
 */
export function parseStorageVolume(xml: string | Uint8Array, options?: ReadOptions): StorageVolume {
  return document.parse(xml, options);
}

/** As `parseStorageVolume`; with `unknown: 'report'` the paths of unknown parts come along. */
export function parseStorageVolumeReporting(xml: string | Uint8Array, options?: ReadOptions): Parsed<StorageVolume> {
  return document.parseReporting(xml, options);
}

/** Writes a storage volume document in libvirt's order and layout. */
export function formatStorageVolume(value: StorageVolume, flags?: FormatFlags): string {
  return document.format(value, flags);
}
