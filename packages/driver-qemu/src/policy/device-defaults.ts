import { type DeviceSteps, type Domain, isQ35 } from '@tsvirt/conf/domain';
import type { Controller } from '../definition.js';

/** What QEMU's devices are where a document leaves it open. */
export const deviceSteps: DeviceSteps = {
  disks(disk) {
    const { driver } = disk;
    const hasFormat = disk.source.type !== 'vhostuser' && disk.source.type !== 'volume';
    return {
      ...disk,
      driver: { ...driver, name: driver?.name ?? 'qemu', ...(hasFormat && { type: driver?.type ?? 'raw' }) },
    };
  },
  interfaces: nic => (nic.source.type === 'hostdev' ? nic : { ...nic, model: nic.model ?? 'rtl8139' }),
  controllers: completeController,
  serials(serial) {
    const type = serial.target?.type ?? typeOfAddress(serial.address?.type);
    const model = serial.target?.model ?? serialModels[type];
    return { ...serial, target: { ...serial.target, type, ...(model !== undefined && { model }) } };
  },
  channels(channel) {
    const { source } = channel;
    if (source.type !== 'unix') return channel;
    const { path, ...rest } = source;
    return { ...channel, source: { ...rest, ...(!isMadeUp(path) && { path }), mode: source.mode ?? 'bind' } };
  },
  hostdevs(device) {
    const { hostdev } = device;
    if (hostdev.mode !== 'subsystem' || hostdev.device.type !== 'mdev') return device;
    const isPci = hostdev.device.model === 'vfio-pci' && hostdev.device.display === undefined;
    return isPci ? { ...device, hostdev: { ...hostdev, device: { ...hostdev.device, display: false } } } : device;
  },
  inputs(input) {
    if (input.bus !== undefined) return input;
    if (input.type === 'evdev') return { ...input, bus: 'none' };
    return { ...input, bus: input.type === 'mouse' || input.type === 'keyboard' ? 'ps2' : 'usb' };
  },
  videos(video) {
    const model = video.model ?? {};
    const type = model.type === undefined || model.type === 'default' ? 'cirrus' : model.type;
    if (type !== 'qxl') return { ...video, model: { ...model, type } };
    return { ...video, model: { ...model, type, vgamem: model.vgamem ?? 16 * 1024 } };
  },
  panics: panic => ({ ...panic, model: panic.model ?? 'isa' }),
  tpms(tpm) {
    const { backend } = tpm;
    const model = tpm.model ?? 'tpm-tis';
    const completed = backend.type === 'emulator' ? { ...backend, version: backend.version ?? '2.0' } : backend;
    return { ...tpm, model, backend: completed };
  },
  vsock: vsock => ({ ...vsock, model: vsock.model ?? 'virtio' }),
};

/** The model of a controller that has none, also of one that was added for a disk. */
export function completeController(controller: Controller, domain: Domain): Controller {
  const { kind } = controller;
  if (kind.type === 'scsi' && (kind.model === undefined || kind.model === 'auto'))
    return { ...controller, kind: { ...kind, model: defaultScsiModel(domain) } };
  if (kind.type === 'usb' && kind.model === undefined)
    return { ...controller, kind: { ...kind, model: isQ35(domain.os?.type?.machine) ? 'qemu-xhci' : 'piix3-uhci' } };
  return controller;
}

function defaultScsiModel({ devices }: Domain): 'virtio-scsi' | 'lsilogic' {
  // Disks that pass commands through need an adapter that does.
  return devices.disks.some(({ device, target }) => device === 'lun' && target.bus === 'scsi')
    ? 'virtio-scsi'
    : 'lsilogic';
}

/** A socket's path that was made up for an earlier life of the guest is made up anew. */
function isMadeUp(path: string | undefined): boolean {
  return path !== undefined && /\/qemu\/channel\/target\/(?:[^/]+\.|domain-[^/]+\/)/.test(path);
}

function typeOfAddress(type: string | undefined): string {
  return type === 'usb' ? 'usb-serial' : type === 'pci' ? 'pci-serial' : 'isa-serial';
}

const serialModels: Readonly<Record<string, string>> = {
  'isa-serial': 'isa-serial',
  'usb-serial': 'usb-serial',
  'pci-serial': 'pci-serial',
  'isa-debug': 'isa-debugcon',
};
