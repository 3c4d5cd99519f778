/** What a snapshot is taken of, and how (`virDomainSnapshotCreateFlags`). */
export const DomainSnapshotCreateFlags = {
  redefine: 1,
  current: 2,
  noMetadata: 4,
  halt: 8,
  diskOnly: 16,
  reuseExt: 32,
  quiesce: 64,
  atomic: 128,
  live: 256,
  validate: 512,
} as const;

/** What is deleted with, or instead of, a snapshot (`virDomainSnapshotDeleteFlags`). */
export const DomainSnapshotDeleteFlags = { children: 1, metadataOnly: 2, childrenOnly: 4 } as const;

/** Which snapshots to list, and in which order (`virDomainSnapshotListFlags`). */
export const DomainSnapshotListFlags = {
  descendants: 1,
  roots: 1,
  metadata: 2,
  leaves: 4,
  noLeaves: 8,
  noMetadata: 16,
  inactive: 32,
  active: 64,
  diskOnly: 128,
  internal: 256,
  external: 512,
  topological: 1024,
} as const;

/** In which state the domain comes back (`virDomainSnapshotRevertFlags`). */
export const DomainSnapshotRevertFlags = { running: 1, paused: 2, force: 4, resetNvram: 8 } as const;

/** What snapshot XML shows (`virDomainSnapshotXMLFlags`). */
export const DomainSnapshotXMLFlags = { secure: 1 } as const;

/** How a checkpoint is made (`virDomainCheckpointCreateFlags`). */
export const DomainCheckpointCreateFlags = { redefine: 1, quiesce: 2, redefineValidate: 4 } as const;

/** What is deleted with, or instead of, a checkpoint (`virDomainCheckpointDeleteFlags`). */
export const DomainCheckpointDeleteFlags = { children: 1, metadataOnly: 2, childrenOnly: 4 } as const;

/** Which checkpoints to list, and in which order (`virDomainCheckpointListFlags`). */
export const DomainCheckpointListFlags = { descendants: 1, roots: 1, topological: 2, leaves: 4, noLeaves: 8 } as const;

/** What checkpoint XML shows (`virDomainCheckpointXMLFlags`). */
export const DomainCheckpointXMLFlags = { secure: 1, noDomain: 2, size: 4 } as const;
