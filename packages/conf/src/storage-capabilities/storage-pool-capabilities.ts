import { choices, offered } from '../capabilities/choices.js';
import { documentKind } from '../document.js';
import { supported } from '../capabilities/supported.js';
import {
  attr,
  child,
  type ElementSchema,
  element,
  type FormatFlags,
  many,
  type ReadOptions,
  str,
  type TypeOf,
  within,
} from '../kernel/index.js';

const defaultFormat = within('defaultFormat', attr('type', str)).optional;

const poolOptionsShape = element('poolOptions', {
  defaultFormat,
  ...offered({ formats: choices('sourceFormatType', { empty: 'body' }) }),
});
/** Formats of what pools of one type are in. */
export interface PoolFormatChoices extends TypeOf<typeof poolOptionsShape> {}

const volumeOptionsShape = element('volOptions', {
  defaultFormat,
  ...offered({ formats: choices('targetFormatType', { empty: 'body' }) }),
});
/** Formats of volumes in pools of one type. */
export interface VolumeFormatChoices extends TypeOf<typeof volumeOptionsShape> {}

const poolShape = element(
  'pool',
  {
    type: attr('type', str),
    /** Whether the daemon has what such pools need. */
    supported,
    /** Absent: there is nothing to choose, as for `volumes`. */
    pool: child<PoolFormatChoices>(poolOptionsShape).optional,
    volumes: child<VolumeFormatChoices>(volumeOptionsShape).optional,
  },
  { empty: 'body' },
);
/** What storage pools of one type may say. */
export interface StoragePoolChoices extends TypeOf<typeof poolShape> {}
const pool: ElementSchema<StoragePoolChoices> = poolShape;

const capabilitiesShape = element('storagepoolCapabilities', { pools: many(pool) });
/** Types of storage pools that a daemon knows, as virConnectGetStoragePoolCapabilities tells it. */
export interface StoragePoolCapabilities extends TypeOf<typeof capabilitiesShape> {}
export const storagePoolCapabilities: ElementSchema<StoragePoolCapabilities> = capabilitiesShape;

const document = documentKind(storagePoolCapabilities, { domain: 'STORAGE', name: '(storage_pool_capabilities)' });

/**
 * Reads which storage pools there can be.
 * @throws XML_DETAIL for text that is not well-formed; XML_ERROR and others for what is not such a document
 */
export function parseStoragePoolCapabilities(xml: string | Uint8Array, options?: ReadOptions): StoragePoolCapabilities {
  return document.parse(xml, options);
}

/** Writes which storage pools there can be. */
export function formatStoragePoolCapabilities(value: StoragePoolCapabilities, flags?: FormatFlags): string {
  return document.format(value, flags);
}
