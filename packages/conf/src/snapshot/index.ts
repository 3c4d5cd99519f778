export * from './backup-document.js';
export * from './checkpoint-document.js';
export * from './domain-backup.js';
export * from './domain-checkpoint.js';
export * from './domain-snapshot.js';
export * from './snapshot-document.js';
export { type Alignment, alignSnapshotDisks, nameExternalDisks, type SnapshotPlace } from './align-disks.js';
export {
  completeSnapshot,
  isExternal,
  isOffline,
  type NamedSnapshot,
  type SnapshotRequest,
} from './complete-snapshot.js';
export { validateDomainBackup } from './validate-backup.js';
export { validateDomainCheckpoint } from './validate-checkpoint.js';
export { validateDomainSnapshot } from './validate-snapshot.js';
