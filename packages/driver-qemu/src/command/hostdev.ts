import { VirtError } from '@tsvirt/util';
import type { Hostdev } from '../definition.js';
import { addressProperties } from './address.js';
import type { Properties } from './arguments.js';
import type { CommandContext } from './context.js';

/** Devices of the host that the guest gets for itself. */
export function hostdevs({ domain, args }: CommandContext, bootIndex: ReadonlyMap<unknown, number>): void {
  for (const device of domain.devices.hostdevs) {
    args.device({
      ...hostdevProperties(device),
      bootindex: bootIndex.get(device),
      ...addressProperties(domain, device.address),
      rombar: device.rom?.bar === undefined ? undefined : device.rom.bar ? 1 : 0,
      romfile: device.rom?.enabled === false ? '' : device.rom?.file,
    });
  }
}

function hostdevProperties({ hostdev, alias }: Hostdev): Properties {
  if (hostdev.mode !== 'subsystem')
    throw new VirtError('CONFIG_UNSUPPORTED', 'QEMU', `hostdev mode '${hostdev.mode}' is not supported`);
  const { device } = hostdev;
  switch (device.type) {
    case 'usb': {
      const { bus, device: number } = device.source.address ?? {};
      if (bus === undefined || number === undefined)
        throw new VirtError('INTERNAL_ERROR', 'QEMU', 'USB host device is missing bus/device information');
      return { driver: 'usb-host', hostdevice: `/dev/bus/usb/${padded(bus)}/${padded(number)}`, id: alias };
    }
    case 'pci': {
      if (device.driver !== undefined && device.driver !== 'vfio')
        throw new VirtError('INTERNAL_ERROR', 'QEMU', `invalid PCI passthrough type '${device.driver}'`);
      const { domain, bus, slot, function: fn } = device.source.address;
      const host = `${hex(domain, 4)}:${hex(bus, 2)}:${hex(slot, 2)}.${fn}`;
      return { driver: 'vfio-pci', host, id: alias };
    }
    case 'mdev':
      return {
        driver: device.ramfb === true ? 'vfio-pci-nohotplug' : 'vfio-pci',
        id: alias,
        sysfsdev: `/sys/bus/mdev/devices/${device.source.uuid ?? ''}`,
        display: device.display === undefined ? undefined : device.display ? 'on' : 'off',
        ramfb: device.ramfb,
      };
    default:
      throw new VirtError('CONFIG_UNSUPPORTED', 'QEMU', `host devices of type '${device.type}' are not supported`);
  }
}

function padded(value: number): string {
  return String(value).padStart(3, '0');
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
