import { type ErrorCode, VirtError } from '@tsvirt/util';
import type { DomainSnapshot, SnapshotDisk, SnapshotMemory } from './domain-snapshot.js';

/** What kind of request a snapshot's document belongs to. */
export interface SnapshotRequest {
  /** The snapshot exists: only what is known of it is written down again. */
  readonly redefine: boolean;
  /** Seconds since 1970, for a snapshot that is made. */
  readonly now: bigint;
}

/** A snapshot with all that every snapshot has. */
export type NamedSnapshot = DomainSnapshot & { readonly name: string; readonly creationTime: bigint };

/** An error of a snapshot's document: XML_ERROR unless said otherwise. */
export function snapshotFault(detail: string, code: ErrorCode = 'XML_ERROR'): VirtError {
  return new VirtError(code, 'DOMAIN_SNAPSHOT', detail);
}

/** Whether the guest does not run in the snapshot. */
export function isOffline(snapshot: Pick<DomainSnapshot, 'state'>): boolean {
  return snapshot.state === 'shutoff' || snapshot.state === 'disk-snapshot';
}

/** Whether any part of the snapshot is in files of its own. */
export function isExternal(snapshot: DomainSnapshot): boolean {
  return (
    snapshot.memory?.snapshot === 'external' || (snapshot.disks?.some(disk => disk.snapshot === 'external') ?? false)
  );
}

/**
 * Checks a snapshot's document and fills in its name, its time and what becomes of the memory. What of an existing
 * snapshot only the daemon can say (state, domain, parent) is dropped unless it is redefined.
 * @throws XML_ERROR for what is missing or does not go together; INTERNAL_ERROR for a redefined one without its domain
 */
export function completeSnapshot(snapshot: DomainSnapshot, request: SnapshotRequest): NamedSnapshot {
  const { redefine } = request;
  if (redefine) {
    if (snapshot.name === undefined) throw snapshotFault('a redefined snapshot must have a name');
    if (snapshot.creationTime === undefined)
      throw snapshotFault('missing creationTime from existing snapshot', 'INTERNAL_ERROR');
    if (snapshot.state === undefined) throw snapshotFault('missing state from existing snapshot');
    if (snapshot.domain === undefined) throw snapshotFault('missing domain in snapshot', 'INTERNAL_ERROR');
  }
  const given = {
    ...snapshot,
    name: snapshot.name ?? String(request.now),
    disks: snapshot.disks?.map(completeDisk),
    memory: completeMemory(snapshot, redefine),
  };
  if (redefine) return { ...given, creationTime: snapshot.creationTime ?? request.now };
  return {
    ...given,
    creationTime: request.now,
    state: undefined,
    parent: undefined,
    domain: undefined,
    inactiveDomain: undefined,
    cookie: undefined,
    active: undefined,
  };
}

/** A disk with a file of its own is external. Whether a start needs the file is the domain's to say. */
function completeDisk(disk: SnapshotDisk): SnapshotDisk {
  if (disk.source === undefined && disk.driver?.type === undefined) return disk;
  const source = disk.source && { ...disk.source, startupPolicy: undefined };
  return { ...disk, snapshot: disk.snapshot ?? 'external', source };
}

function completeMemory(snapshot: DomainSnapshot, redefine: boolean): SnapshotMemory | undefined {
  const { memory } = snapshot;
  if (memory?.snapshot === undefined && memory?.file === undefined) {
    if (!redefine) return undefined;
    return { snapshot: isOffline(snapshot) ? 'no' : 'internal' };
  }
  const { file } = memory;
  const place = memory.snapshot ?? 'external';
  if (file !== undefined && place !== 'external') {
    throw snapshotFault(`memory filename '${file}' requires external snapshot`);
  }
  if (place === 'external') {
    if (file === undefined) throw snapshotFault('external memory snapshots require a filename');
    if (!file.startsWith('/')) throw snapshotFault(`memory snapshot file path (${file}) must be absolute`);
  }
  if (place !== 'no' && isOffline(snapshot)) {
    throw snapshotFault('memory state cannot be saved with offline or disk-only snapshot');
  }
  return { snapshot: place, file };
}
