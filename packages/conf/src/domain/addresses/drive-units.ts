import type { DriveAddress } from '../address.js';
import type { Disk } from '../disk.js';
import type { Domain } from '../domain.js';
import { contradiction } from '../validate/unsupported.js';

type Bus = NonNullable<Disk['target']['bus']>;
type Place = Omit<DriveAddress, 'type'>;

/** How many there are of each part of an address. */
export interface DriveBusSize {
  readonly buses: number;
  readonly targets: number;
  readonly units: number;
  /** A unit that is never chosen: the adapter's own. */
  readonly reservedUnit?: number;
}

/** The units of drives on all controllers of one bus. */
export class DriveUnits {
  readonly #size: DriveBusSize;
  readonly #taken = new Map<string, string>();

  constructor(size: DriveBusSize) {
    this.#size = size;
  }

  /** Whether no device has the place. */
  isFree(place: Place): boolean {
    return !this.#taken.has(keyOf(place));
  }

  /**
   * Takes a place.
   * @param holder what messages call the device that is there
   * @throws XML_ERROR when it is taken
   */
  take(place: Place, holder: string): void {
    const { controller, bus, target, unit } = place;
    if (!this.isFree(place)) {
      throw contradiction(
        `Found duplicate drive address for disk with target name '${holder}' controller='${controller}' bus='${bus}' target='${target}' unit='${unit}'`,
        place,
      );
    }
    this.#taken.set(keyOf(place), holder);
  }

  /** Takes the first free place of a controller; undefined when it is full. */
  choose(controller: number, holder: string): Place | undefined {
    const { buses, targets, units, reservedUnit } = this.#size;
    for (let bus = 0; bus < buses; bus++) {
      for (let target = 0; target < targets; target++) {
        for (let unit = 0; unit < units; unit++) {
          const place = { controller, bus, target, unit };
          if (unit === reservedUnit || !this.isFree(place)) continue;
          this.take(place, holder);
          return place;
        }
      }
    }
    return undefined;
  }
}

function keyOf({ controller, bus, target, unit }: Place): string {
  return `${controller}:${bus}:${target}:${unit}`;
}

/** Drives on these buses have addresses of controller, bus, target and unit. */
export const driveBuses: Readonly<Partial<Record<Bus, DriveBusSize>>> = {
  ide: { buses: 2, targets: 1, units: 2 },
  fdc: { buses: 1, targets: 1, units: 2 },
  sata: { buses: 1, targets: 1, units: 6 },
  scsi: { buses: 1, targets: 1, units: 16, reservedUnit: 7 },
};

/**
 * The places of all drives of a domain, by bus; SCSI devices of the host's are on the guest's SCSI bus too.
 * @throws XML_ERROR when two are in one place
 */
export function driveUnitsOf({ devices }: Domain): ReadonlyMap<Bus, DriveUnits> {
  const found = new Map<Bus, DriveUnits>();
  for (const [name, size] of Object.entries(driveBuses)) found.set(name as Bus, new DriveUnits(size)); // keys of the table
  for (const { target, address } of devices.disks) {
    if (target.bus !== undefined && address?.type === 'drive') found.get(target.bus)?.take(address, target.dev);
  }
  for (const { hostdev, address } of devices.hostdevs) {
    const scsi = hostdev.mode === 'subsystem' && hostdev.device.type === 'scsi';
    if (scsi && address?.type === 'drive') found.get('scsi')?.take(address, 'hostdev');
  }
  return found;
}
