/** Which jobs may be aborted (`virDomainAbortJobFlagsValues`). */
export const DomainAbortJobFlagsValues = { postcopy: 1 } as const;

/** How a backup starts (`virDomainBackupBeginFlags`). */
export const DomainBackupBeginFlags = { reuseExternal: 1 } as const;

/** How a disk's images are merged (`virDomainBlockCommitFlags`). */
export const DomainBlockCommitFlags = { shallow: 1, delete: 2, active: 4, relative: 8, bandwidthBytes: 16 } as const;

/** How a disk is copied (`virDomainBlockCopyFlags`). */
export const DomainBlockCopyFlags = { shallow: 1, reuseExt: 2, transientJob: 4, synchronousWrites: 8 } as const;

/** How a disk's job is ended (`virDomainBlockJobAbortFlags`). */
export const DomainBlockJobAbortFlags = { async: 1, pivot: 2 } as const;

/** In which unit a job's bandwidth is answered (`virDomainBlockJobInfoFlags`). */
export const DomainBlockJobInfoFlags = { bandwidthBytes: 1 } as const;

/** In which unit a job's bandwidth is given (`virDomainBlockJobSetSpeedFlags`). */
export const DomainBlockJobSetSpeedFlags = { bandwidthBytes: 1 } as const;

/** What a disk's job does (`virDomainBlockJobType`). */
export const DomainBlockJobType = { unknown: 0, pull: 1, copy: 2, commit: 3, activeCommit: 4, backup: 5 } as const;
export type DomainBlockJobType = (typeof DomainBlockJobType)[keyof typeof DomainBlockJobType];

/** In which unit the bandwidth of a pull is given (`virDomainBlockPullFlags`). */
export const DomainBlockPullFlags = { bandwidthBytes: 64 } as const;

/** How a disk is rebased or copied (`virDomainBlockRebaseFlags`). */
export const DomainBlockRebaseFlags = {
  shallow: 1,
  reuseExt: 2,
  copyRaw: 4,
  copy: 8,
  relative: 16,
  copyDev: 32,
  bandwidthBytes: 64,
} as const;

/** What a disk's new size means (`virDomainBlockResizeFlags`). */
export const DomainBlockResizeFlags = { bytes: 1, capacity: 2 } as const;

/** Whether the last job is meant instead of the running one (`virDomainGetJobStatsFlags`). */
export const DomainGetJobStatsFlags = { completed: 1, keepCompleted: 2 } as const;

/** What a job does (`virDomainJobOperation`). */
export const DomainJobOperation = {
  unknown: 0,
  start: 1,
  save: 2,
  restore: 3,
  migrationIn: 4,
  migrationOut: 5,
  snapshot: 6,
  snapshotRevert: 7,
  dump: 8,
  backup: 9,
  snapshotDelete: 10,
} as const;
export type DomainJobOperation = (typeof DomainJobOperation)[keyof typeof DomainJobOperation];

/** Whether a job runs, has an end in sight, or how it ended (`virDomainJobType`). */
export const DomainJobType = { none: 0, bounded: 1, unbounded: 2, completed: 3, failed: 4, cancelled: 5 } as const;
export type DomainJobType = (typeof DomainJobType)[keyof typeof DomainJobType];

/** How a guest migrates (`virDomainMigrateFlags`). */
export const DomainMigrateFlags = {
  live: 1,
  peer2peer: 2,
  tunnelled: 4,
  persistDest: 8,
  undefineSource: 16,
  paused: 32,
  nonSharedDisk: 64,
  nonSharedInc: 128,
  changeProtection: 256,
  unsafe: 512,
  offline: 1024,
  compressed: 2048,
  abortOnError: 4096,
  autoConverge: 8192,
  rdmaPinAll: 16384,
  postcopy: 32768,
  tls: 0x10000,
  parallel: 0x20000,
  nonSharedSynchronousWrites: 0x40000,
  postcopyResume: 0x80000,
  zerocopy: 0x100000,
} as const;

/** Which phase's bandwidth is meant (`virDomainMigrateMaxSpeedFlags`). */
export const DomainMigrateMaxSpeedFlags = { postcopy: 1 } as const;
