import type { Devices } from '../devices.js';
import type { Disk } from '../disk.js';
import type { Hostdev } from '../hostdev.js';
import { sameAddress } from '../device/same-address.js';
import { sameHostDevice } from '../device/same-host-device.js';
import { contradiction, internal, unsupported } from './unsupported.js';

/** Checks devices of the host's: each where its kind can be in the guest, and none twice. */
export function validateHostdevs({ hostdevs, disks }: Pick<Devices, 'hostdevs' | 'disks'>): void {
  for (const [i, hostdev] of hostdevs.entries()) {
    validateAddress(hostdev);
    validatePlace(hostdev, disks);
    const { rom } = hostdev;
    if (rom?.enabled === false && (rom.file !== undefined || rom.bar !== undefined)) {
      throw unsupported('ROM tuning is not supported when ROM is disabled', rom);
    }
    if (hostdevs.slice(0, i).some(other => sameHostDevice(other, hostdev))) {
      throw contradiction('Hostdev already exists in the domain configuration', hostdev);
    }
  }
}

/** Disks and host devices share the places of SCSI controllers. */
function validatePlace({ hostdev, address }: Hostdev, disks: readonly Disk[]): void {
  if (hostdev.mode !== 'subsystem' || hostdev.device.type !== 'scsi' || address?.type !== 'drive') return;
  const taken = disks.some(
    disk => disk.target.bus === 'scsi' && disk.address !== undefined && sameAddress(disk.address, address),
  );
  if (!taken) return;
  const { controller, bus, target, unit } = address;
  const place = `controller='${controller}' bus='${bus}' target='${target}' unit='${unit}'`;
  throw contradiction(`SCSI host address ${place} in use by a SCSI disk`, address);
}

function validateAddress({ hostdev, address }: Hostdev): void {
  if (hostdev.mode !== 'subsystem' || address === undefined) return;
  const { type } = hostdev.device;
  if (type === 'pci' && !['pci', 'unassigned', 'ccw'].includes(address.type)) {
    throw internal("PCI host devices must use 'pci' or 'unassigned' address type", address);
  }
  if (type === 'scsi_host' && !['pci', 'ccw', 'unassigned'].includes(address.type)) {
    throw unsupported("SCSI_host host device must use 'pci' or 'ccw' address type", address);
  }
  if (type === 'usb' && address.type !== 'usb')
    throw unsupported("USB host device must use 'usb' address type", address);
  if (type === 'scsi' && address.type !== 'drive') {
    throw unsupported("SCSI host device must use 'drive' address type", address);
  }
}
