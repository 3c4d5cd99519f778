import type { Domain, PciConnection } from '@tsvirt/conf/domain';
import type { Controller } from '../definition.js';

type Devices = Domain['devices'];

/** A device with or without an address, as far as choosing one goes. */
export interface Plug {
  readonly device: { readonly address?: { readonly type: string } | undefined };
  readonly connection: PciConnection;
  /** For a function of a device that has several: which one, and with whom it shares its slot. */
  readonly companion?: { readonly group: string; readonly function: number };
}

/** Network cards that are conventional PCI; those of other names are taken for PCI Express. */
const conventionalNics: ReadonlySet<string> = new Set([
  'rtl8139',
  'e1000',
  'virtio-transitional',
  'netfront',
  'vlance',
  'vmxnet',
  'vmxnet2',
  'vmxnet3',
  'Am79C970A',
  '82540EM',
  '82545EM',
  '82543GC',
]);

/** Functions of the parts of an ich9 USB controller. */
const usb2Functions: Readonly<Record<string, number>> = {
  'ich9-uhci1': 0,
  'ich9-uhci2': 1,
  'ich9-uhci3': 2,
  'ich9-ehci1': 7,
};

/** Virtio devices are of either kind, old drivers being the exception that needs a conventional slot. */
function virtio(model: string | undefined): PciConnection {
  return model === 'virtio-transitional' ? 'pci' : 'pcie';
}

/**
 * Every device that is plugged into PCI, in the order in which places are chosen.
 * @param express whether the machine has PCI Express; without, every device is a conventional one
 */
export function pciPlugs(devices: Devices, express: boolean): readonly Plug[] {
  const plugs: Plug[] = [];
  const add = (device: Plug['device'], connection: PciConnection, companion?: Plug['companion']) => {
    const endpoint = connection === 'pcie' && !express ? 'pci' : connection;
    plugs.push({ device, connection: endpoint, ...(companion !== undefined && { companion }) });
  };
  for (const controller of devices.controllers) {
    const { kind } = controller;
    if (kind.type === 'pci' && kind.model !== undefined && kind.model !== 'pci-root' && kind.model !== 'pcie-root')
      add(controller, kind.model);
  }
  for (const filesystem of devices.filesystems) add(filesystem, virtio(filesystem.model));
  for (const nic of devices.interfaces) {
    // The host's devices have their turn below, whatever they are called.
    if (nic.source.type === 'hostdev') continue;
    if (nic.model !== 'usb-net' && nic.model !== 'spapr-vlan')
      add(nic, conventionalNics.has(nic.model ?? '') ? 'pci' : 'pcie');
  }
  for (const sound of devices.sounds) {
    if (sound.model === 'ich6' || sound.model === 'ich9' || sound.model === 'ac97' || sound.model === 'es1370')
      add(sound, 'pci');
  }
  for (const controller of devices.controllers) controllerPlug(controller, add);
  for (const disk of devices.disks) if (disk.target.bus === 'virtio') add(disk, virtio(disk.model));
  for (const nic of devices.interfaces) if (nic.source.type === 'hostdev') add(nic, 'pcie');
  for (const hostdev of devices.hostdevs) {
    const { hostdev: mode } = hostdev;
    if (mode.mode !== 'subsystem') continue;
    if (mode.device.type === 'pci' || mode.device.type === 'mdev') add(hostdev, 'pcie');
    else if (mode.device.type === 'scsi_host') add(hostdev, virtio(mode.device.model));
  }
  const { memballoon, vsock } = devices;
  if (memballoon?.model.startsWith('virtio') === true) add(memballoon, virtio(memballoon.model));
  for (const rng of devices.rngs) add(rng, virtio(rng.model));
  for (const watchdog of devices.watchdogs) if (watchdog.model === 'i6300esb') add(watchdog, 'pci');
  for (const video of devices.videos) {
    const type = video.model?.type;
    if (type === 'virtio' || type === 'bochs') add(video, 'pcie');
    else if (type !== 'none' && type !== 'ramfb') add(video, 'pci');
  }
  for (const shmem of devices.shmems) add(shmem, 'pci');
  for (const input of devices.inputs) if (input.bus === 'virtio') add(input, virtio(input.model));
  for (const serial of devices.serials) if (serial.target?.type === 'pci-serial') add(serial, 'pci');
  if (vsock !== undefined) add(vsock, virtio(vsock.model));
  for (const memory of devices.memories)
    if (memory.model === 'virtio-pmem' || memory.model === 'virtio-mem') add(memory, 'pcie');
  for (const iommu of devices.iommus) if (iommu.model === 'virtio') add(iommu, 'integrated');
  for (const panic of devices.panics) if (panic.model === 'pvpanic') add(panic, 'integrated');
  return plugs;
}

type Add = (device: Plug['device'], connection: PciConnection, companion?: Plug['companion']) => void;

function controllerPlug(controller: Controller, add: Add): void {
  const { kind, index = 0 } = controller;
  switch (kind.type) {
    case 'scsi': {
      const { model } = kind;
      if (model === 'ibmvscsi') return;
      const isVirtio =
        model === 'virtio-scsi' || model === 'virtio-transitional' || model === 'virtio-non-transitional';
      return add(controller, isVirtio ? virtio(model) : model === 'vmpvscsi' ? 'pcie' : 'pci');
    }
    case 'virtio-serial':
      return add(controller, virtio(kind.model));
    case 'sata':
      return add(controller, 'pci');
    case 'usb': {
      if (kind.model === 'none') return;
      const fn = usb2Functions[kind.model ?? ''];
      if (fn !== undefined) return add(controller, 'pci', { group: `usb${index}`, function: fn });
      return add(controller, kind.model === 'nec-xhci' || kind.model === 'qemu-xhci' ? 'pcie' : 'pci');
    }
    default:
  }
}
