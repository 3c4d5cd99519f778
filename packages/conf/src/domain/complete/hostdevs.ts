import type { Domain } from '../domain.js';
import type { Hostdev } from '../hostdev.js';

/** Settles who takes devices of the host from their drivers, and gives SCSI devices a place. */
export function completeHostdevs(domain: Domain): Domain {
  const hostdevs: Hostdev[] = [];
  for (const given of domain.devices.hostdevs) {
    const placed = {
      ...domain,
      devices: { ...domain.devices, hostdevs: [...hostdevs, ...domain.devices.hostdevs.slice(hostdevs.length)] },
    };
    hostdevs.push(completeHostdev(given, placed));
  }
  return { ...domain, devices: { ...domain.devices, hostdevs } };
}

function completeHostdev(hostdev: Hostdev, domain: Domain): Hostdev {
  if (hostdev.hostdev.mode !== 'subsystem') return hostdev;
  const completed: Hostdev = { ...hostdev, managed: hostdev.managed ?? false };
  const { device } = hostdev.hostdev;
  if (device.type !== 'scsi') return completed;
  const source = { ...device.source, ...(device.source.name !== undefined && { name: withLun(device.source.name) }) };
  const address = hostdev.address ?? freeDriveAddress(domain);
  return { ...completed, hostdev: { mode: 'subsystem', device: { ...device, source } }, address };
}

/** An iSCSI target without a LUN means LUN 0. */
export function withLun(name: string): string {
  return name.includes('/') ? name : `${name}/0`;
}

function freeDriveAddress({ devices }: Domain): NonNullable<Hostdev['address']> {
  const taken = new Set<string>();
  for (const disk of devices.disks) if (disk.target.bus === 'scsi') remember(disk.address);
  for (const hostdev of devices.hostdevs) remember(hostdev.address);
  for (let controller = 0; ; controller++) {
    for (let unit = 0; unit < 7; unit++) {
      if (!taken.has(`${controller}/${unit}`)) return { type: 'drive', controller, bus: 0, target: 0, unit };
    }
  }
  function remember(address: Hostdev['address']): void {
    if (address?.type === 'drive' && address.bus === 0 && address.target === 0)
      taken.add(`${address.controller}/${address.unit}`);
  }
}
