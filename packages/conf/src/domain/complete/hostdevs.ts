import type { Domain } from '../domain.js';
import type { Hostdev } from '../hostdev.js';

/** Settles who takes devices of the host from their drivers, and gives SCSI devices a place. */
export function completeHostdevs(domain: Domain): Domain {
  if (domain.devices.hostdevs.length === 0) return domain;
  const places = new DrivePlaces(domain);
  return {
    ...domain,
    devices: { ...domain.devices, hostdevs: domain.devices.hostdevs.map(given => completeHostdev(given, places)) },
  };
}

function completeHostdev(hostdev: Hostdev, places: DrivePlaces): Hostdev {
  if (hostdev.hostdev.mode !== 'subsystem') return hostdev;
  const completed: Hostdev = { ...hostdev, managed: hostdev.managed ?? false };
  const { device } = hostdev.hostdev;
  if (device.type !== 'scsi') return completed;
  const source = { ...device.source, ...(device.source.name !== undefined && { name: withLun(device.source.name) }) };
  const address = hostdev.address ?? places.take();
  return { ...completed, hostdev: { mode: 'subsystem', device: { ...device, source } }, address };
}

/** An iSCSI target without a LUN means LUN 0. */
export function withLun(name: string): string {
  return name.includes('/') ? name : `${name}/0`;
}

const unitsPerController = 7;

/** Places on SCSI controllers, in their order; those that disks and host devices have are taken. */
class DrivePlaces {
  readonly #taken = new Set<number>();
  #next = 0;

  constructor({ devices }: Domain) {
    const scsi = [...devices.disks.filter(({ target }) => target.bus === 'scsi'), ...devices.hostdevs];
    for (const { address } of scsi) {
      if (address?.type !== 'drive' || address.bus !== 0 || address.target !== 0) continue;
      this.#taken.add(address.controller * unitsPerController + address.unit);
    }
  }

  take(): NonNullable<Hostdev['address']> {
    while (this.#taken.has(this.#next)) this.#next++;
    const place = this.#next++;
    const controller = Math.floor(place / unitsPerController);
    return { type: 'drive', controller, bus: 0, target: 0, unit: place % unitsPerController };
  }
}
