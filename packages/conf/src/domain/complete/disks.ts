import type { DriveAddress } from '../address.js';
import type { Disk } from '../disk.js';
import type { StorageSource } from '../../storage/source.js';
import { busOfName, diskIndex } from './disk-names.js';
import { completeSource } from './storage-source.js';

const ejectable: ReadonlySet<Disk['device']> = new Set(['cdrom', 'floppy'] as const);

/** Fills in what a disk's name and kind imply. */
export function completeDisk(disk: Disk): Disk {
  const bus = disk.target.bus ?? (disk.device === 'floppy' ? 'fdc' : busOfName(disk.target.dev));
  const readonly = disk.readonly === true || disk.device === 'cdrom';
  const { source } = disk;
  const empty = ejectable.has(disk.device) && isEmpty(source);
  return {
    ...disk,
    source: empty ? { type: 'file' } : completeSource(source),
    target: { ...disk.target, ...(bus !== undefined && { bus }) },
    ...(readonly && { readonly: true }),
  };
}

/** An empty drive has no source, hence no type of one. */
function isEmpty(source: StorageSource): boolean {
  if (source.type === 'block') return source.dev === undefined && source.startupPolicy === undefined;
  return source.type === 'volume' && source.pool === undefined && source.volume === undefined;
}

/** Gives a disk on a bus of drives the place that its name speaks of. */
export function placeDisk(disk: Disk, wideScsi: boolean): Disk {
  if (disk.address !== undefined) return disk;
  const index = diskIndex(disk.target.dev);
  const place = index === undefined ? undefined : placeOf(disk.target.bus, index, wideScsi);
  return place === undefined ? disk : { ...disk, address: { type: 'drive', ...place } };
}

type DrivePlace = Omit<DriveAddress, 'type'>;

function placeOf(bus: Disk['target']['bus'], index: number, wideScsi: boolean): DrivePlace | undefined {
  switch (bus) {
    case 'ide':
      return { controller: Math.floor(index / 4), bus: Math.floor(index / 2) % 2, target: 0, unit: index % 2 };
    case 'fdc':
      return { controller: Math.floor(index / 2), bus: 0, target: 0, unit: index % 2 };
    case 'sata':
      return { controller: Math.floor(index / 6), bus: 0, target: 0, unit: index % 6 };
    case 'scsi': {
      if (!wideScsi) return { controller: Math.floor(index / 7), bus: 0, target: 0, unit: index % 7 };
      // Unit 7 is the adapter's own.
      const unit = index % 15;
      return { controller: Math.floor(index / 15), bus: 0, target: 0, unit: unit < 7 ? unit : unit + 1 };
    }
    default:
      return undefined;
  }
}

/** Disks in libvirt's order: those of one bus by name, buses as they come. */
export function arrangeDisks(disks: readonly Disk[]): readonly Disk[] {
  const arranged: Disk[] = [];
  for (const disk of disks) {
    const index = diskIndex(disk.target.dev) ?? -1;
    let at = -1;
    for (let i = arranged.length - 1; i >= 0; i--) {
      const other = arranged[i];
      if (other?.target.bus !== disk.target.bus) continue;
      if ((diskIndex(other?.target.dev ?? '') ?? -1) > index) at = i;
      else if (at === -1) at = i + 1;
    }
    arranged.splice(at === -1 ? arranged.length : at, 0, disk);
  }
  return arranged;
}
