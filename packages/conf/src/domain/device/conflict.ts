import type { Devices } from '../devices.js';
import type { Device } from './device.js';
import { allDevices } from './device-list.js';
import { isPlace, sameAddress } from './same-address.js';
import { matches } from './same-device.js';

/** What keeps a device from being added to those of a domain; undefined when nothing does. */
export function conflictOf(devices: Devices, added: Device): string | undefined {
  switch (added.kind) {
    case 'disks': {
      const { device } = added;
      return devices.disks.some(there => matches.disks(device, there))
        ? `target ${device.target.dev} already exists`
        : undefined;
    }
    case 'controllers': {
      const { device } = added;
      if (device.index === undefined || !devices.controllers.some(there => matches.controllers(device, there)))
        return undefined;
      return `controller index='${device.index}' already exists`;
    }
    case 'hostdevs': {
      const { device } = added;
      return devices.hostdevs.some(there => matches.hostdevs(device, there))
        ? 'device is already in the domain configuration'
        : undefined;
    }
    case 'leases': {
      const { device } = added;
      return devices.leases.some(there => matches.leases(device, there))
        ? `Lease ${device.key} in lockspace ${device.lockspace ?? ''} already exists`
        : undefined;
    }
    case 'filesystems': {
      const { device } = added;
      return devices.filesystems.some(there => matches.filesystems(device, there))
        ? 'Target already exists'
        : undefined;
    }
    case 'shmems': {
      const { device } = added;
      return devices.shmems.some(there => matches.shmems(device, there))
        ? 'device is already in the domain configuration'
        : undefined;
    }
    case 'serials':
      return devices.serials.some(there => matches.serials(added.device, there)) ? 'chardev already exists' : undefined;
    case 'parallels':
      return devices.parallels.some(there => matches.parallels(added.device, there))
        ? 'chardev already exists'
        : undefined;
    case 'consoles':
      return devices.consoles.some(there => matches.consoles(added.device, there))
        ? 'chardev already exists'
        : undefined;
    case 'channels':
      return devices.channels.some(there => matches.channels(added.device, there))
        ? 'chardev already exists'
        : undefined;
    case 'vsock':
      return devices.vsock === undefined ? undefined : 'domain already has a vsock device';
    case 'watchdogs':
      return devices.watchdogs.length === 0 ? undefined : 'domain already has a watchdog';
    case 'rngs':
    case 'memories':
      return isPlaceTaken(devices, added) ? 'a device with the same address already exists ' : undefined;
    default:
      return undefined;
  }
}

function isPlaceTaken(devices: Devices, { device }: Device): boolean {
  const wanted = 'address' in device ? device.address : undefined;
  if (!isPlace(wanted)) return false;
  for (const { device: other } of allDevices(devices)) {
    if ('address' in other && other.address !== undefined && sameAddress(other.address, wanted)) return true;
  }
  return false;
}
