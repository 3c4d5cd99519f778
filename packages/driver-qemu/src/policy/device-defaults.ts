import type { DeviceSteps, Domain } from '@tsvirt/conf';
import { isQ35 } from '../command/controller.js';

/** What QEMU's devices are where a document leaves it open. */
export const deviceSteps: DeviceSteps = {
  disks(disk) {
    const { driver } = disk;
    const isNetworkless = disk.source.type !== 'vhostuser';
    return {
      ...disk,
      driver: { ...driver, name: driver?.name ?? 'qemu', ...(isNetworkless && { type: driver?.type ?? 'raw' }) },
    };
  },
  interfaces: nic => (nic.source.type === 'hostdev' ? nic : { ...nic, model: nic.model ?? 'rtl8139' }),
  controllers(controller, domain) {
    const { kind } = controller;
    if (kind.type === 'scsi' && (kind.model === undefined || kind.model === 'auto'))
      return { ...controller, kind: { ...kind, model: defaultScsiModel(domain) } };
    if (kind.type === 'usb' && kind.model === undefined)
      return { ...controller, kind: { ...kind, model: isQ35(domain.os?.type?.machine) ? 'qemu-xhci' : 'piix3-uhci' } };
    return controller;
  },
  serials(serial) {
    const type = serial.target?.type ?? typeOfAddress(serial.address?.type);
    const model = serial.target?.model ?? serialModels[type];
    return { ...serial, target: { ...serial.target, type, ...(model !== undefined && { model }) } };
  },
  channels(channel) {
    const { source } = channel;
    return source.type === 'unix' && source.mode === undefined
      ? { ...channel, source: { ...source, mode: 'bind' } }
      : channel;
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

function defaultScsiModel({ devices }: Domain): 'virtio-scsi' | 'lsilogic' {
  // Disks that pass commands through need an adapter that does.
  return devices.disks.some(({ device, target }) => device === 'lun' && target.bus === 'scsi')
    ? 'virtio-scsi'
    : 'lsilogic';
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
