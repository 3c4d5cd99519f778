import type { VirtError } from '@tsvirt/util';
import type { Disk } from '../domain/disk.js';
import type { Domain } from '../domain/domain.js';
import type { PropertyName } from '../kernel/index.js';
import { hasPlace, snapshotFault } from './complete-snapshot.js';
import type { SnapshotDisk } from './domain-snapshot.js';

/** Where the parts of a snapshot are unless a disk says otherwise. */
export type SnapshotPlace = 'internal' | 'external';

/** How the disks of a snapshot are matched with a domain's. */
export interface Alignment {
  /** Where a disk's snapshot is when neither the snapshot nor the domain says. */
  readonly place: SnapshotPlace;
  /** Every disk that takes part must use that place. */
  readonly uniform: boolean;
}

function unsupported<T extends object>(detail: string, holder: T, key?: PropertyName<T>): VirtError {
  return snapshotFault('CONFIG_UNSUPPORTED', detail, holder, key);
}

/**
 * The disks of a snapshot, one for each disk of the domain and in its order, under their target names. What has no
 * file name is left without one.
 * @throws CONFIG_UNSUPPORTED for a disk that the domain does not have, that comes twice, or that must not be so
 */
export function alignSnapshotDisks(
  requested: readonly SnapshotDisk[],
  domain: Pick<Domain, 'devices'>,
  alignment: Alignment,
): readonly SnapshotDisk[] {
  const { disks } = domain.devices;
  if (requested.length > disks.length) throw unsupported('too many disk snapshot requests for domain', requested);
  const byTarget = new Map<string, SnapshotDisk>();
  for (const request of requested) {
    const disk = findDisk(request.name, disks);
    if (disk === undefined) throw unsupported(`no disk named '${request.name}'`, request, 'name');
    const target = disk.target.dev;
    if (byTarget.has(target)) throw unsupported(`disk '${request.name}' specified twice`, request, 'name');
    byTarget.set(target, alignDisk(request, disk, alignment));
  }
  return disks.map(disk => byTarget.get(disk.target.dev) ?? impliedDisk(disk, alignment));
}

function findDisk(name: string, disks: readonly Disk[]): Disk | undefined {
  return disks.find(disk => disk.target.dev === name) ?? disks.find(disk => pathOfDisk(disk) === name);
}

/** The path by which a disk may be named as well: that of its file or device. */
export function pathOfDisk({ source }: Disk): string | undefined {
  switch (source.type) {
    case 'file':
      return source.file;
    case 'block':
      return source.dev;
    case 'dir':
      return source.dir;
    default:
      return undefined;
  }
}

function alignDisk(request: SnapshotDisk, disk: Disk, { place, uniform }: Alignment): SnapshotDisk {
  const own = disk.snapshot ?? (disk.readonly === true ? 'no' : undefined);
  let snapshot = request.snapshot;
  if (snapshot === undefined) snapshot = own !== undefined && (!uniform || own === place || own === 'no') ? own : place;
  else if (uniform && snapshot !== place && !(snapshot === 'no' && own === 'no')) {
    throw unsupported(`disk '${request.name}' must use snapshot mode '${place}'`, request, 'snapshot');
  }
  if (hasPlace(request) && snapshot !== 'external') {
    throw unsupported(`a file for disk '${request.name}' requires use of external snapshot mode`, request, 'source');
  }
  return { ...request, name: disk.target.dev, snapshot };
}

function impliedDisk(disk: Disk, { place }: Alignment): SnapshotDisk {
  const isEmpty = disk.device !== 'disk' && pathOfDisk(disk) === undefined && disk.source.type !== 'network';
  return { name: disk.target.dev, snapshot: disk.snapshot ?? (isEmpty || disk.readonly === true ? 'no' : place) };
}

/**
 * Gives external snapshots without a file one beside the disk's own: its name with the snapshot's as last part.
 * @param isFile whether the path is a regular file; only these get a name
 * @throws CONFIG_UNSUPPORTED where no name can be made up
 */
export async function nameExternalDisks(
  disks: readonly SnapshotDisk[],
  name: string,
  domain: Pick<Domain, 'devices'>,
  isFile: (path: string) => Promise<boolean>,
): Promise<readonly SnapshotDisk[]> {
  const named: SnapshotDisk[] = [];
  for (const disk of disks) {
    if (disk.snapshot !== 'external' || hasPlace(disk)) named.push(disk);
    else named.push({ ...disk, source: { type: 'file', file: await besideOf(disk, name, domain, isFile) } });
  }
  return named;
}

async function besideOf(
  request: SnapshotDisk,
  name: string,
  domain: Pick<Domain, 'devices'>,
  isFile: (path: string) => Promise<boolean>,
): Promise<string> {
  const { name: target } = request;
  const disk = domain.devices.disks.find(each => each.target.dev === target);
  const path = disk === undefined ? undefined : pathOfDisk(disk);
  if (path === undefined) {
    throw unsupported(`cannot generate external snapshot name for disk '${target}' without source`, request);
  }
  if (disk?.source.type !== 'file' || !(await isFile(path))) {
    const what = `source for disk '${target}' is not a regular file; refusing to generate external snapshot name`;
    throw unsupported(what, request);
  }
  return `${path.replace(/\.[^./]*$/, '')}.${name}`;
}
