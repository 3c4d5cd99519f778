export { completeConnectionHandlers } from './connection.js';
export { completeStoragePoolHandlers } from './storage-pool.js';
export { completeStorageVolumeHandlers } from './storage-volume.js';
export { nwfilterHandlers } from './nwfilter.js';
export { secretHandlers } from './secret.js';
