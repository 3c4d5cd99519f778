import type { Domain } from '@tsvirt/conf/domain';
import { VirtError } from '@tsvirt/util';
import type { Definition } from './definition.js';

type Devices = NonNullable<Domain['devices']>;
export type Disk = Devices['disks'][number];
export type Interface = Devices['interfaces'][number];

/** The path of a disk's source on the host, or undefined for an empty drive and for sources that are no path. */
export function diskPath({ source }: Disk): string | undefined {
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

/** Whether a drive has nothing in it. */
export function isEmptyDrive(disk: Disk): boolean {
  const { type } = disk.source;
  return (type === 'file' || type === 'block' || type === 'dir') && diskPath(disk) === undefined;
}

/** A disk by its target (`vda`) or by its source's path. */
export function findDisk(definition: Definition, path: string): Disk | undefined {
  const disks = definition.devices?.disks ?? [];
  return disks.find(disk => disk.target.dev === path) ?? disks.find(disk => diskPath(disk) === path);
}

/** An interface by its device on the host or by its MAC address, in any case. */
export function findInterface(definition: Definition, device: string): Interface | undefined {
  const mac = device.toLowerCase();
  return definition.devices?.interfaces.find(nic => nic.target?.dev === device || nic.mac?.address === mac);
}

/** @throws VirtError INVALID_ARG */
export function requireInterface(definition: Definition, device: string): Interface {
  const nic = findInterface(definition, device);
  if (nic === undefined) throw new VirtError('INVALID_ARG', 'DOMAIN', `'${device}' is not a known interface`);
  return nic;
}

/** The definition with one disk changed. */
export function withDisk(definition: Definition, disk: Disk, change: (disk: Disk) => Disk): Definition {
  const { devices } = definition;
  if (devices === undefined) return definition;
  const disks = devices.disks.map(other => (other === disk ? change(other) : other));
  return { ...definition, devices: { ...devices, disks } };
}

/** The definition with one interface changed. */
export function withInterface(
  definition: Definition,
  nic: Interface,
  change: (nic: Interface) => Interface,
): Definition {
  const { devices } = definition;
  if (devices === undefined) return definition;
  const interfaces = devices.interfaces.map(other => (other === nic ? change(other) : other));
  return { ...definition, devices: { ...devices, interfaces } };
}

/** The disk of that target or source. @throws VirtError INVALID_ARG */
export function requireDisk(definition: Definition, path: string): Disk {
  const disk = findDisk(definition, path);
  if (disk === undefined)
    throw new VirtError('INVALID_ARG', 'TEST', `disk '${path}' was not found in the domain config`);
  return disk;
}
