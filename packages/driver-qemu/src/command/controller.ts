import { isQ35 } from '@tsvirt/conf/domain';
import type { Controller } from '../definition.js';
import { VirtError } from '@tsvirt/util';
import { addressProperties } from './address.js';
import type { Properties } from './arguments.js';
import { type CommandContext, virtioDevice } from './context.js';
import { virtioProperties } from './virtio.js';

/** Kinds of controllers in the order in which libvirt names them to QEMU; a device follows what it is attached to. */
const order: readonly Controller['kind']['type'][] = ['pci', 'usb', 'scsi', 'ide', 'sata', 'virtio-serial'];

/** All controllers that QEMU does not have by itself. */
export function controllers(context: CommandContext): void {
  for (const type of order) ofType(context, type);
}

/** Readers of smartcards are USB devices, which may be in a hub. */
export function smartcardReaders(context: CommandContext): void {
  ofType(context, 'ccid');
}

function ofType({ domain, args }: CommandContext, type: Controller['kind']['type']): void {
  const all = domain.devices.controllers.filter(({ kind }) => kind.type === type);
  // A bridge of a higher number may be plugged into one of a lower.
  const ordered = type === 'pci' ? all.toSorted((a, b) => (a.index ?? 0) - (b.index ?? 0)) : all;
  for (const controller of ordered) {
    const properties = controllerProperties(controller, isQ35(domain.os.type.machine));
    if (properties === undefined) continue;
    args.device({ ...properties, ...addressProperties(domain, controller.address) });
  }
}

const usbDevices: Readonly<Record<string, string>> = {
  'piix3-uhci': 'piix3-usb-uhci',
  'piix4-uhci': 'piix4-usb-uhci',
  ehci: 'usb-ehci',
  'ich9-ehci1': 'ich9-usb-ehci1',
  'ich9-uhci1': 'ich9-usb-uhci1',
  'ich9-uhci2': 'ich9-usb-uhci2',
  'ich9-uhci3': 'ich9-usb-uhci3',
  'vt82c686b-uhci': 'vt82c686b-usb-uhci',
  'pci-ohci': 'pci-ohci',
  'nec-xhci': 'nec-usb-xhci',
  'qemu-xhci': 'qemu-xhci',
};

const scsiDevices: Readonly<Record<string, string>> = {
  lsilogic: 'lsi',
  lsisas1068: 'mptsas1068',
  lsisas1078: 'megasas',
  vmpvscsi: 'pvscsi',
  ibmvscsi: 'spapr-vscsi',
  dc390: 'dc390',
  am53c974: 'am53c974',
};

/** The controller as a device; undefined when the machine brings it along. */
function controllerProperties(controller: Controller, q35: boolean): Properties | undefined {
  const { kind, driver, index = 0 } = controller;
  const id = controller.alias ?? `${kind.type}${index}`;
  switch (kind.type) {
    case 'pci':
      return pciProperties(controller, id);
    case 'usb':
      return usbProperties(controller, id);
    case 'scsi': {
      const { model } = kind;
      const common = { iothread: driver?.iothread === undefined ? undefined : `iothread${driver.iothread}`, id };
      const limits = {
        num_queues: driver?.queues,
        cmd_per_lun: driver?.cmdPerLun,
        max_sectors: driver?.maxSectors,
        ioeventfd: driver?.ioeventfd,
      };
      if (model === 'virtio-scsi' || model === 'virtio-transitional' || model === 'virtio-non-transitional')
        return { driver: virtioDevice('virtio-scsi-pci', model), ...virtioProperties(driver), ...common, ...limits };
      const device = model === undefined ? undefined : scsiDevices[model];
      if (device === undefined)
        throw new VirtError('CONFIG_UNSUPPORTED', 'QEMU', `unsupported SCSI controller model '${model ?? 'auto'}'`);
      return { driver: device, id };
    }
    case 'virtio-serial':
      return {
        driver: virtioDevice('virtio-serial-pci', kind.model),
        ...virtioProperties(driver),
        id,
        max_ports: kind.ports,
        vectors: kind.vectors,
      };
    case 'sata':
      return q35 && index === 0 ? undefined : { driver: 'ahci', id };
    case 'ccid':
      return { driver: 'usb-ccid', id };
    case 'ide':
    case 'fdc':
    case 'isa':
    case 'xenbus':
      return undefined;
    default:
      return kind satisfies never;
  }
}

function usbProperties({ kind, master, alias }: Controller, id: string): Properties | undefined {
  if (kind.type !== 'usb' || kind.model === 'none') return undefined;
  const driver = usbDevices[kind.model ?? 'piix3-uhci'];
  if (driver === undefined)
    throw new VirtError('CONFIG_UNSUPPORTED', 'QEMU', `unsupported USB controller model '${kind.model ?? ''}'`);
  const ports = kind.ports === undefined ? {} : { p2: kind.ports, p3: kind.ports };
  // Companions share the name of the one whose ports they serve, and are found by it alone.
  return master === undefined
    ? { driver, ...ports, id }
    : { driver, masterbus: `${alias ?? 'usb'}.0`, firstport: master };
}

function pciProperties({ kind, alias, index = 0 }: Controller, fallback: string): Properties | undefined {
  if (kind.type !== 'pci') return undefined;
  const { target } = kind;
  const id = alias ?? (fallback === '' ? `pci.${index}` : `pci.${index}`);
  const driver = kind.modelName ?? '';
  switch (kind.model) {
    case 'pci-bridge':
      return { driver, chassis_nr: target?.chassisNr, id };
    case 'pcie-root-port':
    case 'pcie-switch-downstream-port':
      return { driver, port: target?.port, chassis: target?.chassis, id, hotplug: target?.hotplug };
    case 'pci-expander-bus':
    case 'pcie-expander-bus':
      return { driver, bus_nr: target?.busNr, id, numa_node: target?.node };
    case 'dmi-to-pci-bridge':
    case 'pcie-to-pci-bridge':
    case 'pcie-switch-upstream-port':
      return { driver, id };
    default:
      return undefined;
  }
}
