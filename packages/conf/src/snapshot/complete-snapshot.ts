import type { ErrorCode, VirtError } from '@tsvirt/util';
import { placed, type PropertyName, sameSource, valueFault } from '../kernel/index.js';
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

/** An error of a snapshot's document. @param holder see `valueFault` */
export function snapshotFault<T extends object>(
  code: ErrorCode,
  detail: string,
  holder: T,
  key?: PropertyName<T>,
): VirtError {
  return valueFault([code, 'DOMAIN_SNAPSHOT'], detail, holder, key);
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
  return placed(snapshot, () => sameSource(snapshot, completed(snapshot, request)));
}

function completed(snapshot: DomainSnapshot, request: SnapshotRequest): NamedSnapshot {
  const { redefine } = request;
  if (redefine) checkWhole(snapshot);
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

/** What is known of a snapshot that exists has to be said. */
function checkWhole(snapshot: DomainSnapshot): void {
  if (snapshot.name === undefined) {
    throw snapshotFault('XML_ERROR', 'a redefined snapshot must have a name', snapshot, 'name');
  }
  if (snapshot.creationTime === undefined) {
    throw snapshotFault('INTERNAL_ERROR', 'missing creationTime from existing snapshot', snapshot, 'creationTime');
  }
  if (snapshot.state === undefined) {
    throw snapshotFault('XML_ERROR', 'missing state from existing snapshot', snapshot, 'state');
  }
  if (snapshot.domain === undefined) {
    throw snapshotFault('INTERNAL_ERROR', 'missing domain in snapshot', snapshot, 'domain');
  }
}

/**
 * A disk with a file of its own, or whose format is known, is external. Whether a start needs the file is the domain's to
 * say.
 */
function completeDisk(disk: SnapshotDisk): SnapshotDisk {
  if (disk.source === undefined && disk.driver?.type === undefined) return disk;
  const source = disk.source && { ...disk.source, startupPolicy: undefined };
  return { ...disk, snapshot: disk.snapshot ?? 'external', source: source ?? { type: 'file' } };
}

/** Whether a disk says where its snapshot is: a file that has no name yet says nothing. */
export function hasPlace({ source }: SnapshotDisk): boolean {
  return source !== undefined && !(source.type === 'file' && source.file === undefined);
}

function completeMemory(snapshot: DomainSnapshot, redefine: boolean): SnapshotMemory | undefined {
  const { memory } = snapshot;
  if (memory === undefined || (memory.snapshot === undefined && memory.file === undefined)) {
    if (!redefine) return undefined;
    return { snapshot: isOffline(snapshot) ? 'no' : 'internal' };
  }
  const { file } = memory;
  const place = memory.snapshot ?? 'external';
  if (place === 'manual') {
    throw snapshotFault('XML_ERROR', "'manual' memory snapshot mode not supported", memory, 'snapshot');
  }
  if (file !== undefined && place !== 'external') {
    throw snapshotFault('XML_ERROR', `memory filename '${file}' requires external snapshot`, memory, 'file');
  }
  if (place === 'external') {
    if (file === undefined) {
      throw snapshotFault('XML_ERROR', 'external memory snapshots require a filename', memory, 'file');
    }
    if (!file.startsWith('/')) {
      throw snapshotFault('XML_ERROR', `memory snapshot file path (${file}) must be absolute`, memory, 'file');
    }
  }
  if (place !== 'no' && isOffline(snapshot)) {
    throw snapshotFault('XML_ERROR', 'memory state cannot be saved with offline or disk-only snapshot', memory);
  }
  return { snapshot: place, file };
}
