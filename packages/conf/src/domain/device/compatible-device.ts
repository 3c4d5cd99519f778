import type { Domain } from '../domain.js';
import type { MemoryDevice } from '../memory-device.js';
import type { Device } from './device.js';
import { allDevices } from './device-list.js';
import { unsupported } from '../validate/unsupported.js';

/**
 * Checks that a domain can have a device beside those it has: its place in the boot order, its alias, room for memory.
 * @param replaced the device that it takes the place of
 * @throws CONFIG_UNSUPPORTED
 */
export function checkCompatible(domain: Domain, added: Device, replaced?: Device): void {
  checkBoot(domain, added, replaced);
  checkAlias(domain, added, replaced);
  if (!hasUsb(domain) && isUsb(added))
    throw unsupported('Device configuration is not compatible: Domain has no USB bus support', added.device);
  if (added.kind === 'memories' && replaced === undefined) checkMemory(domain, added.device);
}

function bootOrder({ device }: Device): number | undefined {
  return 'boot' in device ? device.boot?.order : undefined;
}

function aliasOf({ device }: Device): string | undefined {
  return 'alias' in device ? device.alias : undefined;
}

function checkBoot(domain: Domain, { device }: Device, replaced: Device | undefined): void {
  if (!('boot' in device) || device.boot === undefined) return;
  const { boot } = device;
  if ((domain.os?.boot ?? []).length > 0)
    throw unsupported('per-device boot elements cannot be used together with os/boot elements', boot);
  for (const other of allDevices(domain.devices)) {
    if (other.device !== replaced?.device && bootOrder(other) === boot.order)
      throw unsupported(`boot order ${boot.order} is already used by another device`, boot, 'order');
  }
}

function checkAlias(domain: Domain, { device }: Device, replaced: Device | undefined): void {
  if (!('alias' in device) || device.alias === undefined) return;
  for (const other of allDevices(domain.devices)) {
    if (other.device !== replaced?.device && aliasOf(other) === device.alias)
      throw unsupported(`non unique alias detected: ${device.alias}`, device, 'alias');
  }
}

function hasUsb({ devices }: Domain): boolean {
  return !devices.controllers.some(({ kind }) => kind.type === 'usb' && kind.model === 'none');
}

function isUsb(added: Device): boolean {
  switch (added.kind) {
    case 'disks':
      return added.device.target.bus === 'usb';
    case 'inputs':
      return added.device.bus === 'usb';
    case 'redirdevs':
      return added.device.bus === 'usb';
    case 'hostdevs':
      return added.device.hostdev.mode === 'subsystem' && added.device.hostdev.device.type === 'usb';
    case 'sounds':
      return added.device.model === 'usb';
    case 'hubs':
      return added.device.type === 'usb';
    default:
      return false;
  }
}

function checkMemory({ memory, maxMemory }: Domain, device: MemoryDevice): void {
  const { target } = device;
  if (maxMemory === undefined)
    throw unsupported("cannot use/hotplug a memory device when domain 'maxMemory' is not defined", device);
  const sizeKiB = target.sizeKiB ?? 0n;
  if ((memory?.sizeKiB ?? 0n) + sizeKiB > maxMemory.sizeKiB) {
    throw unsupported(
      `Attaching memory device with size '${sizeKiB}' would exceed domain's maxMemory config size '${maxMemory.sizeKiB}'`,
      target,
      'sizeKiB',
    );
  }
}
