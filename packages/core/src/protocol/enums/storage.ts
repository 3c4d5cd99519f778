/**
 * Which storage pools to list: of each pair or group, those that match one bit (`virConnectListAllStoragePoolsFlags`).
 */
export const ConnectListAllStoragePoolsFlags = {
  inactive: 1,
  active: 2,
  persistent: 4,
  transient: 8,
  autostart: 16,
  noAutostart: 32,
  dir: 64,
  fs: 128,
  netfs: 256,
  logical: 512,
  disk: 1024,
  iscsi: 2048,
  scsi: 4096,
  mpath: 8192,
  rbd: 16384,
  sheepdog: 32768,
  gluster: 0x10000,
  zfs: 0x20000,
  vstorage: 0x40000,
  iscsiDirect: 0x80000,
} as const;

/** How a storage pool is built (`virStoragePoolBuildFlags`). */
export const StoragePoolBuildFlags = { new: 0, repair: 1, resize: 2, noOverwrite: 4, overwrite: 8 } as const;

/** Whether a storage pool is built when it starts (`virStoragePoolCreateFlags`). */
export const StoragePoolCreateFlags = {
  normal: 0,
  withBuild: 1,
  withBuildOverwrite: 2,
  withBuildNoOverwrite: 4,
} as const;

/** How a storage pool is defined (`virStoragePoolDefineFlags`). */
export const StoragePoolDefineFlags = { validate: 1 } as const;

/** Whether a storage pool's data is overwritten (`virStoragePoolDeleteFlags`). */
export const StoragePoolDeleteFlags = { normal: 0, zeroed: 1 } as const;

/** Events of storage pools (`virStoragePoolEventID`). */
export const StoragePoolEventID = { lifecycle: 0, refresh: 1 } as const;
export type StoragePoolEventID = (typeof StoragePoolEventID)[keyof typeof StoragePoolEventID];

/** What happened in a storage pool's life (`virStoragePoolEventLifecycleType`). */
export const StoragePoolEventLifecycleType = {
  defined: 0,
  undefined: 1,
  started: 2,
  stopped: 3,
  created: 4,
  deleted: 5,
} as const;
export type StoragePoolEventLifecycleType =
  (typeof StoragePoolEventLifecycleType)[keyof typeof StoragePoolEventLifecycleType];

/** What a storage pool is doing (`virStoragePoolState`). */
export const StoragePoolState = { inactive: 0, building: 1, running: 2, degraded: 3, inaccessible: 4 } as const;
export type StoragePoolState = (typeof StoragePoolState)[keyof typeof StoragePoolState];

/** How a volume is made (`virStorageVolCreateFlags`). */
export const StorageVolCreateFlags = { preallocMetadata: 1, reflink: 2, validate: 4 } as const;

/** How a volume is deleted (`virStorageVolDeleteFlags`). */
export const StorageVolDeleteFlags = { normal: 0, zeroed: 1, withSnapshots: 2 } as const;

/** Whether a download skips holes (`virStorageVolDownloadFlags`). */
export const StorageVolDownloadFlags = { sparseStream: 1 } as const;

/** Which size of a volume is meant (`virStorageVolInfoFlags`). */
export const StorageVolInfoFlags = { useAllocation: 0, getPhysical: 1 } as const;

/** How a volume is resized (`virStorageVolResizeFlags`). */
export const StorageVolResizeFlags = { allocate: 1, delta: 2, shrink: 4 } as const;

/** What a volume is on the host (`virStorageVolType`). */
export const StorageVolType = { file: 0, block: 1, dir: 2, network: 3, netdir: 4, ploop: 5 } as const;
export type StorageVolType = (typeof StorageVolType)[keyof typeof StorageVolType];

/** Whether an upload may have holes (`virStorageVolUploadFlags`). */
export const StorageVolUploadFlags = { sparseStream: 1 } as const;

/** Ways to overwrite data (`virStorageVolWipeAlgorithm`). */
export const StorageVolWipeAlgorithm = {
  zero: 0,
  nnsa: 1,
  dod: 2,
  bsi: 3,
  gutmann: 4,
  schneier: 5,
  pfitzner7: 6,
  pfitzner33: 7,
  random: 8,
  trim: 9,
} as const;
export type StorageVolWipeAlgorithm = (typeof StorageVolWipeAlgorithm)[keyof typeof StorageVolWipeAlgorithm];

/** What storage XML shows (`virStorageXMLFlags`). */
export const StorageXMLFlags = { inactive: 1 } as const;
