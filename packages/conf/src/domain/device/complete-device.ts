import { placed, sameSource } from '../../kernel/index.js';
import type { DeviceSteps, DomainPolicy } from '../complete/policy.js';
import { completeController } from '../complete/controllers.js';
import { completeDisk } from '../complete/disks.js';
import { completeGraphics } from '../complete/graphics.js';
import { mapDevices } from '../complete/devices.js';
import { completeRng, completeVsock } from '../complete/small-devices.js';
import type { Domain } from '../domain.js';
import { noDevices } from '../devices.js';
import type { Device, SingleKind } from './device.js';
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
  const general = placed(device.device, () => mapDevices(alone, generalSteps));
  const prepared = onlyDevice(general, kind);
  const step = policy.devices?.[kind];
  const steps = step === undefined ? {} : { [kind]: step };
  const finish = () => mapDevices({ ...domain, devices: general.devices }, steps);
  const completed = onlyDevice(placed(prepared, finish, device.device), kind);
  return { kind, device: sameSource(device.device, completed) } as Device; // what one list of a kind holds is of that kind
}

const generalSteps: DeviceSteps = {
  disks: completeDisk,
  controllers: completeController,
  graphics: completeGraphics,
  rngs: completeRng,
  vsock: completeVsock,
};

function onlyDevice({ devices }: Domain, kind: SingleKind): Device['device'] {
  const [device] = devicesOfKind(devices, kind);
  if (device === undefined) throw new Error(`step for ${kind} lost its device`);
  return device;
}
