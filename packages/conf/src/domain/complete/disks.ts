import type { DriveAddress } from '../address.js';
import type { BackingStore } from '../backing-store.js';
import type { Disk } from '../disk.js';
import { busOfName, diskIndex } from './disk-names.js';
import { completeSource } from './storage-source.js';

/** Fills in what a disk's name and kind imply. */
export function completeDisk(disk: Disk): Disk {
  const { device, source, target, snapshot } = disk;
  const dev = target.dev.startsWith(emulated) ? target.dev.slice(emulated.length) : target.dev;
  const bus = target.bus ?? (device === 'floppy' ? 'fdc' : (busOfName(dev) ?? 'ide'));
  const readonly = disk.readonly === true || device === 'cdrom';
  // What cannot change needs no snapshot.
  const isImplied = readonly && snapshot === 'no';
  return {
    ...disk,
    ...(isImplied && { snapshot: undefined }),
    // Another process has the image: nothing of it can be kept aside.
    ...(snapshot === undefined && source.type === 'vhostuser' && { snapshot: 'no' }),
    source: completeSource(source),
    ...(disk.backingStore !== undefined && { backingStore: completeChain(disk.backingStore) }),
    target: { ...target, dev, bus },
    ...(readonly && { readonly: true }),
  };
}

/** What old documents of Xen put before the names of drives. */
const emulated = 'ioemu:';

function completeChain(store: BackingStore): BackingStore {
  const { source, backingStore } = store;
  return {
    ...store,
    ...(source !== undefined && { source: completeSource(source) }),
    ...(backingStore !== undefined && { backingStore: completeChain(backingStore) }),
  };
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

/** Disks in libvirt's order: those of one bus together and by name, buses as they come. */
export function arrangeDisks(disks: readonly Disk[]): readonly Disk[] {
  const buses = new Map<Disk['target']['bus'], { disk: Disk; index: number }[]>();
  for (const disk of disks) {
    const entry = { disk, index: diskIndex(disk.target.dev) ?? -1 };
    const group = buses.get(disk.target.bus);
    if (group === undefined) buses.set(disk.target.bus, [entry]);
    else group.push(entry);
  }
  return [...buses.values()].flatMap(group => group.sort((a, b) => a.index - b.index).map(({ disk }) => disk));
}
