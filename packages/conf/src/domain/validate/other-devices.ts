import type { Domain } from '../domain.js';
import { validateFilesystems } from './filesystems.js';
import { validateHostdevs } from './hostdevs.js';
import { contradiction, internal, unsupported } from './unsupported.js';

/** Checks devices of which there is little to say. */
export function validateOtherDevices({ devices, os }: Domain): void {
  for (const input of devices.inputs) {
    const { type, bus } = input;
    if (bus === 'ps2' && type !== 'mouse' && type !== 'keyboard') {
      throw internal(`ps2 bus does not support ${type} input device`, input, 'bus');
    }
    if (bus === 'xen' && os?.type?.type === 'hvm') throw internal(`unsupported input bus ${bus}`, input, 'bus');
  }
  for (const { msi, server } of devices.shmems) {
    if (msi !== undefined && server === undefined) {
      throw contradiction('msi option is only supported with a server', msi);
    }
  }
  const [, secondPrimary] = devices.videos.filter(({ model }) => model?.primary === true);
  if (secondPrimary !== undefined) {
    throw unsupported('Only one primary video device is supported', secondPrimary);
  }
  validateFilesystems(devices.filesystems);
  validateHostdevs(devices);
  for (const { hostdev, address } of devices.hostdevs) {
    if (hostdev.mode !== 'subsystem') continue;
    const { device } = hostdev;
    if (device.type === 'scsi' && device.sgio === 'unfiltered') {
      throw unsupported('unfiltered sgio is no longer supported', device, 'sgio');
    }
    if (device.type === 'mdev' && address !== undefined && !fits(device.model, address.type)) {
      throw contradiction(
        `Unsupported address type '${address.type}' with mediated device model '${device.model}'`,
        address,
      );
    }
  }
}

/** Whether a mediated device can have an address of that kind. */
function fits(model: string | undefined, address: string): boolean {
  return model === 'vfio-ccw' ? address === 'ccw' : model === 'vfio-pci' ? address === 'pci' : true;
}
