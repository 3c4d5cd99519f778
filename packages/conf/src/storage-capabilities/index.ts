export {
  formatStoragePoolCapabilities,
  parseStoragePoolCapabilities,
  type PoolFormatChoices,
  type StoragePoolCapabilities,
  type StoragePoolChoices,
  type VolumeFormatChoices,
} from './storage-pool-capabilities.js';
