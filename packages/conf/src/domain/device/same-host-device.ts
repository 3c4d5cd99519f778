import type { Hostdev, HostdevCapabilities, HostdevSubsystem } from '../hostdev.js';
import { sameValue } from './same-value.js';

/** Whether two hostdevs are the same device of the host's. */
export function sameHostDevice({ hostdev: a }: Hostdev, { hostdev: b }: Hostdev): boolean {
  if (a.mode === 'subsystem') return b.mode === 'subsystem' && sameSubsystem(a.device, b.device);
  return b.mode === 'capabilities' && sameCapability(a.device, b.device);
}

function sameSubsystem(a: HostdevSubsystem, b: HostdevSubsystem): boolean {
  switch (a.type) {
    case 'usb':
      return b.type === 'usb' && sameUsb(a.source, b.source);
    case 'pci': {
      if (b.type !== 'pci') return false;
      const { address: left } = a.source;
      const { address: right } = b.source;
      return left !== undefined && right !== undefined && sameValue(left, right);
    }
    case 'scsi': {
      if (b.type !== 'scsi' || a.source.protocol !== b.source.protocol) return false;
      if (a.source.protocol === 'iscsi')
        return a.source.name === b.source.name && sameValue(a.source.hosts, b.source.hosts);
      return a.source.adapter === b.source.adapter && sameValue(a.source.address, b.source.address);
    }
    case 'scsi_host':
      return b.type === 'scsi_host' && a.source.wwpn === b.source.wwpn;
    case 'mdev':
      return b.type === 'mdev' && a.source.uuid !== undefined && a.source.uuid === b.source.uuid;
    default:
      return a satisfies never;
  }
}

type UsbSource = Extract<HostdevSubsystem, { type: 'usb' }>['source'];

/** Place counts for more than make: two alike devices differ by where they are plugged in. */
function sameUsb(a: UsbSource, b: UsbSource): boolean {
  const { bus, device, port } = a.address ?? {};
  if (bus !== undefined && device !== undefined) return bus === b.address?.bus && device === b.address.device;
  if (bus !== undefined && port !== undefined) return bus === b.address?.bus && port === b.address.port;
  if (a.vendor === undefined || a.product === undefined) return false;
  return a.vendor === b.vendor && a.product === b.product;
}

function sameCapability(a: HostdevCapabilities, b: HostdevCapabilities): boolean {
  switch (a.type) {
    case 'storage':
      return b.type === 'storage' && a.block === b.block;
    case 'misc':
      return b.type === 'misc' && a.char === b.char;
    case 'net':
      return b.type === 'net' && a.interface === b.interface;
    default:
      return a satisfies never;
  }
}
