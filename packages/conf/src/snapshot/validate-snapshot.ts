import { placed, valueFault } from '../kernel/index.js';
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
  placed(snapshot, () => checkDisks(snapshot.disks ?? []));
  const { creationTime, state, domain } = snapshot;
  if (creationTime === undefined || state === undefined) {
    completeSnapshot({ ...snapshot, state: undefined }, { redefine: false, now: 0n });
    return;
  }
  const completed = completeSnapshot(snapshot, { redefine: true, now: 0n });
  placed(snapshot, () => {
    checkParent(snapshot);
    if (state === 'nostate') {
      const detail = `Invalid state '${state}' in domain snapshot XML`;
      throw snapshotFault('CONFIG_UNSUPPORTED', detail, snapshot, 'state');
    }
  });
  if (domain === undefined) return;
  const external = state === 'disk-snapshot' || isExternal(completed);
  const alignment = { place: external ? 'external' : 'internal', uniform: !external } as const;
  placed(completed, () => alignSnapshotDisks(completed.disks ?? [], domain, alignment));
}

interface Descendant {
  readonly name?: string | undefined;
  readonly parent?: string | undefined;
}

/** Checks that what a domain can go back to does not come after itself. @throws INVALID_ARG */
export function checkParent<T extends Descendant>(moment: T): void {
  const { name, parent } = moment;
  if (name === undefined || name !== parent) return;
  const holder: Descendant = moment;
  throw valueFault(['INVALID_ARG', 'DOMAIN'], `cannot set moment ${name} as its own parent`, holder, 'parent');
}

function checkDisks(disks: readonly SnapshotDisk[]): void {
  for (const disk of disks) validateDisk(disk);
  const names = new Set<string>();
  for (const disk of disks) {
    if (names.has(disk.name)) {
      throw snapshotFault('CONFIG_UNSUPPORTED', `disk '${disk.name}' specified twice`, disk, 'name');
    }
    names.add(disk.name);
  }
}

/** Kinds of sources that a snapshot can be in. */
const sourceTypes: ReadonlySet<string> = new Set(['file', 'block', 'network']);

function validateDisk({ driver, source }: SnapshotDisk): void {
  if (source !== undefined && !sourceTypes.has(source.type)) {
    throw snapshotFault('XML_ERROR', `unsupported disk snapshot type '${source.type}'`, source, 'type');
  }
  const format = driver?.type;
  if (format !== undefined && !isImageFormat(format)) {
    throw snapshotFault('CONFIG_UNSUPPORTED', `unknown disk snapshot driver '${format}'`, driver ?? {}, 'type');
  }
  const path = source?.type === 'file' ? source.file : source?.type === 'block' ? source.dev : undefined;
  if (source !== undefined && path !== undefined && !path.startsWith('/')) {
    throw snapshotFault('XML_ERROR', `disk snapshot image path '${path}' must be absolute`, source);
  }
}
