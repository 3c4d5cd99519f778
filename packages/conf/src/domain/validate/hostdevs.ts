import type { Hostdev } from '../hostdev.js';
import { sameHostDevice } from '../device/same-host-device.js';
import { contradiction, internal, unsupported } from './unsupported.js';

/** Checks devices of the host's: each where its kind can be in the guest, and none twice. */
export function validateHostdevs(hostdevs: readonly Hostdev[]): void {
  for (const [i, hostdev] of hostdevs.entries()) {
    validateAddress(hostdev);
    const { rom } = hostdev;
    if (rom?.enabled === false && (rom.file !== undefined || rom.bar !== undefined)) {
      throw unsupported('ROM tuning is not supported when ROM is disabled', rom);
    }
    if (hostdevs.slice(0, i).some(other => sameHostDevice(other, hostdev))) {
      throw contradiction('Hostdev already exists in the domain configuration', hostdev);
    }
  }
}

function validateAddress({ hostdev, address }: Hostdev): void {
  if (hostdev.mode !== 'subsystem' || address === undefined) return;
  const { type } = hostdev.device;
  if (type === 'pci' && !['pci', 'unassigned', 'ccw'].includes(address.type)) {
    throw internal("PCI host devices must use 'pci' or 'unassigned' address type", address);
  }
  if (type === 'usb' && address.type !== 'usb')
    throw unsupported("USB host device must use 'usb' address type", address);
  if (type === 'scsi' && address.type !== 'drive') {
    throw unsupported("SCSI host device must use 'drive' address type", address);
  }
}
