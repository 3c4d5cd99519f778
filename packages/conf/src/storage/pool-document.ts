import { documentKind, type Parsed } from '../document.js';
import type { FormatFlags, ReadOptions } from '../kernel/index.js';
import { type StoragePool, storagePool } from './pool.js';

const document = documentKind(storagePool, { domain: 'STORAGE', name: '(storage_pool_definition)' });

/**
 * Reads a storage pool document as it stands: nothing is filled in, nothing that spans elements is checked (see
 * `completeStoragePool`).
 * @throws XML_DETAIL for text that is not well-formed; XML_ERROR and others for what is not such a document
 */
export function parseStoragePool(xml: string | Uint8Array, options?: ReadOptions): StoragePool {
  return document.parse(xml, options);
}

/** As `parseStoragePool`; with `unknown: 'report'` the paths of unknown parts come along. */
export function parseStoragePoolReporting(xml: string | Uint8Array, options?: ReadOptions): Parsed<StoragePool> {
  return document.parseReporting(xml, options);
}

/** Writes a storage pool document in libvirt's order and layout. */
export function formatStoragePool(value: StoragePool, flags?: FormatFlags): string {
  return document.format(value, flags);
}
