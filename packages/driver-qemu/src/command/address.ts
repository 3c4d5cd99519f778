import type { Controller, DeviceAddress, Guest } from '../definition.js';
import type { Properties } from './arguments.js';

/** Where a device is attached, as QEMU's properties. A device without an address goes where QEMU puts it. */
export function addressProperties(domain: Guest, address: DeviceAddress | undefined): Properties {
  switch (address?.type) {
    case 'pci':
      return pciProperties(domain, address);
    case 'usb':
      return { bus: `${controllerAlias(domain, 'usb', address.bus)}.0`, port: address.port };
    case 'virtio-serial':
      return {
        bus: `${controllerAlias(domain, 'virtio-serial', address.controller)}.${address.bus}`,
        ...(address.port === undefined ? {} : { nr: address.port }),
      };
    case 'ccid':
      return { bus: `${controllerAlias(domain, 'ccid', address.controller)}.${address.slot}` };
    case 'isa':
      return { iobase: address.iobase, irq: address.irq };
    case 'spapr-vio':
      return { reg: address.reg };
    case 'dimm':
      return { slot: address.slot, addr: address.base };
    default:
      return {};
  }
}

function pciProperties(domain: Guest, address: Extract<DeviceAddress, { type: 'pci' }>): Properties {
  const { bus = 0, slot = 0, function: fn = 0 } = address;
  const controller = domain.devices.controllers.find(({ kind, index }) => kind.type === 'pci' && index === bus);
  return {
    bus: controller === undefined ? `pci.${bus}` : pciBusName(controller, bus),
    multifunction: address.multifunction,
    addr: fn === 0 ? `0x${slot.toString(16)}` : `0x${slot.toString(16)}.0x${fn.toString(16)}`,
  };
}

/** The name by which QEMU knows the bus of a PCI controller. */
function pciBusName({ kind, alias }: Controller, index: number): string {
  if (kind.type === 'pci' && kind.model === 'pcie-root') return `pcie.${index}`;
  return alias ?? `pci.${index}`;
}

/** The id of a controller, which its bus is named after. */
export function controllerAlias(domain: Guest, type: Controller['kind']['type'], index: number): string {
  const found = domain.devices.controllers.find(
    controller => controller.kind.type === type && (controller.index ?? 0) === index && controller.master === undefined,
  );
  return found?.alias ?? `${type}${index}`;
}
