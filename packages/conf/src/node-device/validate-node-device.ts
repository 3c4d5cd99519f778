import type { VirtError } from '@tsvirt/util';
import { placed, valueFault } from '../kernel/index.js';
import type { NodeDeviceCapability } from './capability.js';
import type { NodeDevice } from './node-device.js';

/**
 * Checks that the document of a device that is there says what each such device has. One to be made may lack all of it.
 * @throws NO_NAME, INTERNAL_ERROR
 */
export function validateNodeDevice(device: NodeDevice): void {
  placed(device, () => {
    const { name, capabilities } = device;
    if (name === undefined) throw valueFault(['NO_NAME', 'NODEDEV'], undefined, device);
    if (capabilities.length === 0) throw missing('device capabilities', name, device);
    for (const capability of capabilities) validateCapability(capability, name);
  });
}

function validateCapability(capability: NodeDeviceCapability, name: string): void {
  switch (capability.type) {
    case 'system':
      if (capability.hardware.uuid === undefined) throw missing('system UUID', name, capability.hardware);
      return;
    case 'scsi_host':
      if (capability.host === undefined) throw missing('SCSI host ID', name, capability);
      if (capability.fcHost === undefined) return;
      if (capability.fcHost.wwnn === undefined) throw missing('WWNN', name, capability.fcHost);
      if (capability.fcHost.wwpn === undefined) throw missing('WWPN', name, capability.fcHost);
      return;
    case 'storage':
      if (capability.size === undefined && capability.removable === undefined) throw missing('size', name, capability);
      return;
    default:
  }
}

function missing(what: string, name: string, holder: object): VirtError {
  return valueFault(['INTERNAL_ERROR', 'NODEDEV'], `no ${what} supplied for '${name}'`, holder);
}
