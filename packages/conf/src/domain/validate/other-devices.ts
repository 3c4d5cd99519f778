import type { Domain } from '../domain.js';
import { validateFilesystems } from './filesystems.js';
import { validateHostdevs } from './hostdevs.js';
import { contradiction, unsupported } from './unsupported.js';

/** Checks devices of which there is little to say. */
export function validateOtherDevices({ devices }: Domain): void {
  const backends = new Set<number>();
  for (const audio of devices.audios) {
    if (backends.has(audio.id)) throw contradiction(`audio ID ${audio.id} is used multiple times`, audio, 'id');
    backends.add(audio.id);
  }
  for (const user of [...devices.graphics.filter(({ kind }) => kind.type === 'vnc'), ...devices.sounds]) {
    if (user.audioId === undefined || backends.has(user.audioId)) continue;
    throw contradiction(`no audio device with ID ${user.audioId}`, user, 'audioId');
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
