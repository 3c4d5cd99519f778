import type { Disk } from '../domain/index.js';
import { diskName } from '../domain/index.js';
import type { StorageSource } from '../storage/index.js';

/** A disk by its facts; a plain string is the path of an image. */
export interface DiskFacts {
  /** Path of an image or block device; or any other source, as in a disk's document. */
  readonly source: string | StorageSource;
  /** How the image is written; absent: `qcow2` when the name ends so, else `raw`. */
  readonly format?: string;
  /** A CD-ROM drive is read only, and on SATA. */
  readonly device?: 'disk' | 'cdrom';
  /** Absent: virtio for disks. */
  readonly bus?: 'virtio' | 'sata' | 'scsi' | 'ide' | 'usb';
  readonly readonly?: boolean;
  /** Name by which the API knows it; absent: the next free one of its bus, as `vda`. */
  readonly target?: string;
}

const prefixes = { virtio: 'vd', sata: 'sd', scsi: 'sd', usb: 'sd', ide: 'hd' } as const;

/** The disks with the names that are left out given in order. */
export function buildDisks(disks: readonly (string | DiskFacts)[]): Disk[] {
  const facts = disks.map(disk => (typeof disk === 'string' ? { source: disk } : disk));
  const taken = new Set(facts.flatMap(({ target }) => target ?? []));
  return facts.map(disk => buildDisk(disk, taken));
}

function buildDisk(facts: DiskFacts, taken: Set<string>): Disk {
  const { device = 'disk' } = facts;
  const bus = facts.bus ?? (device === 'cdrom' ? 'sata' : 'virtio');
  const dev = facts.target ?? nextName(prefixes[bus], taken);
  taken.add(dev);
  const isReadonly = facts.readonly ?? device === 'cdrom';
  return {
    device,
    driver: { name: 'qemu', type: facts.format ?? formatOf(facts.source) },
    source: sourceOf(facts.source),
    target: { dev, bus },
    ...(isReadonly && { readonly: true }),
  };
}

function nextName(prefix: (typeof prefixes)[keyof typeof prefixes], taken: ReadonlySet<string>): string {
  let index = 0;
  while (taken.has(diskName(prefix, index))) index++;
  return diskName(prefix, index);
}

function sourceOf(source: string | StorageSource): StorageSource {
  if (typeof source !== 'string') return source;
  return source.startsWith('/dev/') ? { type: 'block', dev: source } : { type: 'file', file: source };
}

function formatOf(source: string | StorageSource): string {
  return typeof source === 'string' && source.endsWith('.qcow2') ? 'qcow2' : 'raw';
}
