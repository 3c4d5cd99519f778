export { buildDomain, type DomainFacts } from './build-domain.js';
export { buildNetwork, type NetworkFacts } from './build-network.js';
export {
  buildStoragePool,
  buildStorageVolume,
  type StoragePoolFacts,
  type StorageVolumeFacts,
} from './build-storage.js';
export { buildDisks, type DiskFacts } from './disks.js';
export { buildInterface, type InterfaceFacts } from './interfaces.js';
export type { Size } from './size.js';
