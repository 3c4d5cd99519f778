import type { Disk } from '../disk.js';
import type { Domain } from '../domain.js';
import { describeSource, validateDisk } from './disk.js';
import { contradiction, unsupported } from './unsupported.js';

/** Checks disks, each by itself and among each other. */
export function validateDisks({ devices }: Domain): void {
  for (const disk of devices.disks) validateDisk(disk);
  const named = new Map<string, Disk>();
  for (const disk of devices.disks) {
    const { dev } = disk.target;
    const other = named.get(dev);
    if (other !== undefined) {
      const sources = `'${describeSource(other.source)}' and '${describeSource(disk.source)}'`;
      throw contradiction(`target '${dev}' duplicated for disk sources ${sources}`, disk.target, 'dev');
    }
    named.set(dev, disk);
  }
  validatePlaces(devices.disks);
}

/** Two disks of one bus are not in the same place. */
function validatePlaces(disks: readonly Disk[]): void {
  const places = new Set<string>();
  for (const { address, target } of disks) {
    if (address?.type !== 'drive' || target.bus === undefined) continue;
    const place = [target.bus, address.controller, address.bus, address.target, address.unit].join('/');
    if (places.has(place)) {
      throw unsupported(`Found duplicate drive address for disk with target name '${target.dev}'`, address);
    }
    places.add(place);
  }
}
