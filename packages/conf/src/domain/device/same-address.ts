import type { DeviceAddress } from '../address.js';
import { sameValue } from './same-value.js';

/** An address that says where a device is; one that only names a bus to be on does not. */
export function isPlace(address: DeviceAddress | undefined): address is DeviceAddress {
  switch (address?.type) {
    case undefined:
    case 'unassigned':
    case 'virtio-mmio':
    case 'virtio-s390':
      return false;
    case 'pci':
      return address.slot !== undefined;
    case 'ccw':
      return address.devno !== undefined;
    case 'usb':
      return address.port !== undefined;
    case 'spapr-vio':
      return address.reg !== undefined;
    default:
      return true;
  }
}

/** Whether two addresses are the same place in the guest. */
export function sameAddress(a: DeviceAddress, b: DeviceAddress): boolean {
  if (a.type !== 'pci' || b.type !== 'pci') return sameValue(a, b);
  return (
    (a.domain ?? 0) === (b.domain ?? 0) &&
    (a.bus ?? 0) === (b.bus ?? 0) &&
    (a.slot ?? 0) === (b.slot ?? 0) &&
    (a.function ?? 0) === (b.function ?? 0)
  );
}

interface Addressed {
  readonly address?: DeviceAddress | undefined;
}

/** Whether a device is where the description of one says; a description without a place fits any. */
export function fitsAddress(wanted: Addressed, there: Addressed): boolean {
  if (!isPlace(wanted.address)) return true;
  return there.address !== undefined && sameAddress(wanted.address, there.address);
}

/** An address as messages name it: `0000:00:1f.2` for PCI, `cssid.ssid.devno` for CCW. */
export function addressText(address: DeviceAddress): string {
  const hex = (value: number | undefined, digits: number) => (value ?? 0).toString(16).padStart(digits, '0');
  switch (address.type) {
    case 'pci': {
      const { domain, bus, slot, function: fn } = address;
      return `${hex(domain, 4)}:${hex(bus, 2)}:${hex(slot, 2)}.${fn ?? 0}`;
    }
    case 'ccw':
      return `${hex(address.cssid, 1)}.${hex(address.ssid, 1)}.${hex(address.devno, 4)}`;
    case 'drive':
      return `${address.controller}:${address.bus}:${address.target}:${address.unit}`;
    case 'usb':
      return `${address.bus}:${address.port ?? ''}`;
    default:
      return address.type;
  }
}
