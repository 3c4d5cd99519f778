import type { DeviceAddress } from '../address.js';
import { mapDevices } from '../complete/devices.js';
import type { Device, SingleKind } from '../device/device.js';
import { allDevices } from '../device/device-list.js';
import type { Domain } from '../domain.js';

/** A device as far as its place goes. */
export interface Addressed {
  readonly address?: DeviceAddress | undefined;
}

/** Addresses that were chosen, by the device that each is for. */
export type Placed = ReadonlyMap<object, DeviceAddress>;

/** Gives devices the addresses that were chosen for them; all others stay as they are. */
export function withAddresses(domain: Domain, placed: Placed): Domain {
  if (placed.size === 0) return domain;
  const kinds = new Set<SingleKind>([...allDevices(domain.devices)].map(({ kind }) => kind));
  const place = <T extends object>(device: T): T => {
    const address = placed.get(device);
    return address === undefined ? device : { ...device, address };
  };
  return mapDevices(domain, Object.fromEntries([...kinds].map(kind => [kind, place])));
}

/** Every device that has an address of a type, with that address. */
export function* placedAt<T extends DeviceAddress['type']>(
  domain: Domain,
  type: T,
): IterableIterator<{ readonly device: Device; readonly address: Extract<DeviceAddress, { readonly type: T }> }> {
  for (const device of allDevices(domain.devices)) {
    const address = 'address' in device.device ? device.device.address : undefined;
    if (address !== undefined && isOfType(address, type)) yield { device, address };
  }
}

function isOfType<T extends DeviceAddress['type']>(
  address: DeviceAddress,
  type: T,
): address is Extract<DeviceAddress, { readonly type: T }> {
  return address.type === type;
}
