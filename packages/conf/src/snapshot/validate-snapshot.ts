import { VirtError } from '@tsvirt/util';
import { isImageFormat } from '../domain/disk-driver.js';
import { alignSnapshotDisks } from './align-disks.js';
import { completeSnapshot, isExternal, snapshotFault } from './complete-snapshot.js';
import type { DomainSnapshot, SnapshotDisk } from './domain-snapshot.js';

/**
 * Checks a snapshot's document. One that says its time and state describes a snapshot that exists: then its memory and
 * its disks must fit these, and the domain in it. Of one to be made, what libvirt passes over is not looked at.
 * @throws XML_ERROR, CONFIG_UNSUPPORTED, INTERNAL_ERROR; INVALID_ARG for one that is its own parent
 */
export function validateDomainSnapshot(snapshot: DomainSnapshot): void {
  const { name, parent, creationTime, state, domain, disks = [] } = snapshot;
  for (const disk of disks) validateDisk(disk);
  const names = disks.map(disk => disk.name);
  const twice = names.find((each, index) => names.indexOf(each) !== index);
  if (twice !== undefined) throw snapshotFault(`disk '${twice}' specified twice`, 'CONFIG_UNSUPPORTED');
  const exists = creationTime !== undefined && state !== undefined;
  if (!exists) {
    completeSnapshot({ ...snapshot, state: undefined }, { redefine: false, now: 0n });
    return;
  }
  const completed = completeSnapshot(snapshot, { redefine: true, now: 0n });
  checkParent(name, parent);
  if (state === 'nostate') {
    throw snapshotFault(`Invalid state '${state}' in domain snapshot XML`, 'CONFIG_UNSUPPORTED');
  }
  if (domain === undefined) return;
  const external = state === 'disk-snapshot' || isExternal(completed);
  alignSnapshotDisks(completed.disks ?? [], domain, {
    place: external ? 'external' : 'internal',
    uniform: !external,
  });
}

/** Checks that what a domain can go back to does not come after itself. @throws INVALID_ARG */
export function checkParent(name: string | undefined, parent: string | undefined): void {
  if (name === undefined || name !== parent) return;
  throw new VirtError('INVALID_ARG', 'DOMAIN', `cannot set moment ${name} as its own parent`);
}

function validateDisk({ driver, source }: SnapshotDisk): void {
  const format = driver?.type;
  if (format !== undefined && !isImageFormat(format)) {
    throw snapshotFault(`unknown disk snapshot driver '${format}'`, 'CONFIG_UNSUPPORTED');
  }
  const path = source?.type === 'file' ? source.file : source?.type === 'block' ? source.dev : undefined;
  if (path !== undefined && !path.startsWith('/')) {
    throw snapshotFault(`disk snapshot image path '${path}' must be absolute`);
  }
}
