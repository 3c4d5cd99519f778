import type { DeviceOf } from '../complete/policy.js';
import type { Devices } from '../devices.js';
import { type Device, deviceOf, type SingleKind } from './device.js';

/** The devices of one kind, as a list also where there can be but one. */
export function devicesOfKind<K extends SingleKind>(devices: Devices, kind: K): readonly DeviceOf<K>[] {
  const value: unknown = devices[kind];
  // `Devices[K]` is a list of `DeviceOf<K>`, or one or none of them.
  if (Array.isArray(value)) return value as readonly DeviceOf<K>[];
  return value === undefined ? [] : [value as DeviceOf<K>];
}

/** The same devices with another list for one kind. @param list at most one where there can be but one */
export function withDevicesOfKind<K extends SingleKind>(
  devices: Devices,
  kind: K,
  list: readonly DeviceOf<K>[],
): Devices {
  return { ...devices, [kind]: Array.isArray(devices[kind]) ? list : list[0] };
}

/** Every device of a domain, kind by kind in the order of the document. */
export function* allDevices(devices: Devices): IterableIterator<Device> {
  for (const key of Object.keys(devices)) {
    if (key === 'emulator' || key === 'redirfilter') continue;
    const kind = key as SingleKind; // the keys of Devices are the kinds and the two above
    for (const device of devicesOfKind(devices, kind)) yield deviceOf(kind, device);
  }
}
