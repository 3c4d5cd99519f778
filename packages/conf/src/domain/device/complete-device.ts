import type { DomainPolicy } from '../complete/policy.js';
import { completeController } from '../complete/controllers.js';
import { completeDisk } from '../complete/disks.js';
import { completeGraphics } from '../complete/graphics.js';
import { mapDevices } from '../complete/devices.js';
import { completeRng, completeVsock } from '../complete/small-devices.js';
import type { Domain } from '../domain.js';
import { noDevices } from '../devices.js';
import type { Device } from './device.js';
import { devicesOfKind } from './device-list.js';
import { insertDevice } from './insert-device.js';

/**
 * Fills in what the document of one device leaves out, as far as that needs no other device. What is counted within the
 * domain, numbers, addresses and MAC addresses, stays open: completing the domain fills it in, and a device to be found
 * must not have it made up.
 * @param domain the domain that the device is for
 * @param policy the driver's steps for each device
 */
export function completeDevice(device: Device, domain: Domain, policy: Pick<DomainPolicy, 'devices'> = {}): Device {
  const { kind } = device;
  const alone = { ...domain, devices: insertDevice(noDevices, device) };
  const general = mapDevices(alone, {
    disks: completeDisk,
    controllers: completeController,
    graphics: completeGraphics,
    rngs: completeRng,
    vsock: completeVsock,
  });
  const step = policy.devices?.[kind];
  const steps = step === undefined ? {} : { [kind]: step };
  const [completed] = devicesOfKind(mapDevices({ ...domain, devices: general.devices }, steps).devices, kind);
  if (completed === undefined) throw new Error(`step for ${kind} lost its device`);
  return { kind, device: completed } as Device; // what one list of a kind holds is of that kind
}
