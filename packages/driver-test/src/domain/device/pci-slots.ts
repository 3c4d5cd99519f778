import {
  type Addressed,
  type DeviceAddress,
  type Domain,
  PciBuses,
  placedAt,
  withAddresses,
} from '@tsvirt/conf/domain';
import type { Definition } from '../definition.js';

type Devices = Domain['devices'];

/** Gives the running guest's PCI devices slots, as far as they have none. The first one is the chipset's. */
export function withPciSlots(definition: Definition): Definition {
  const waiting = pciDevices(definition.devices).filter(({ address }) => address === undefined);
  if (waiting.length === 0) return definition;
  const buses = new PciBuses(['pci-root'], { grows: true });
  for (const { address } of placedAt(definition, 'pci')) buses.reserve(address.bus ?? 0, address.slot ?? 0, 0);
  buses.reserve(0, 1, 0);
  const placed = new Map<object, DeviceAddress>(waiting.map(device => [device, buses.choose('pci')]));
  return { ...withAddresses(definition, placed), uuid: definition.uuid };
}

function pciDevices(devices: Devices): readonly Addressed[] {
  const { memballoon, vsock } = devices;
  return [
    ...devices.interfaces.filter(({ model }) => model !== 'usb-net'),
    ...devices.sounds.filter(({ model }) => model === 'ich6' || model === 'ich9' || model === 'ac97'),
    ...devices.controllers.filter(
      ({ kind }) => kind.type === 'scsi' || kind.type === 'virtio-serial' || kind.type === 'sata',
    ),
    ...devices.disks.filter(({ target }) => target.bus === 'virtio'),
    ...devices.hostdevs.filter(({ hostdev }) => hostdev.mode === 'subsystem' && hostdev.device.type === 'pci'),
    ...(memballoon?.model.startsWith('virtio') === true ? [memballoon] : []),
    ...devices.rngs,
    ...devices.watchdogs.filter(({ model }) => model === 'i6300esb'),
    ...devices.videos.filter(({ model }) => model?.type !== 'none'),
    ...devices.shmems,
    ...devices.inputs.filter(({ bus }) => bus === 'virtio'),
    ...(vsock === undefined ? [] : [vsock]),
    ...devices.memories.filter(({ model }) => model === 'virtio-mem' || model === 'virtio-pmem'),
  ];
}
