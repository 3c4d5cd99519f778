import type { Controller, Devices, Disk, Guest } from '../definition.js';
import { isQ35 } from '../command/controller.js';

/** Gives every device the name by which QEMU, events and calls know it while the guest runs. Users' own names stay. */
export function withAliases(guest: Guest): Guest {
  const { devices } = guest;
  const q35 = isQ35(guest.os.type.machine);
  const serials = numbered(devices.serials, 'serial');
  const aliased: Devices = {
    ...devices,
    disks: devices.disks.map(disk => ({ ...disk, alias: disk.alias ?? diskAlias(disk, guest) })),
    controllers: devices.controllers.map(controller => ({
      ...controller,
      alias: controller.alias ?? controllerAlias(controller, q35),
    })),
    filesystems: numbered(devices.filesystems, 'fs'),
    interfaces: numbered(devices.interfaces, 'net'),
    smartcards: numbered(devices.smartcards, 'smartcard'),
    serials,
    parallels: numbered(devices.parallels, 'parallel'),
    consoles: devices.consoles.map((console, index) => {
      const twin =
        console.target?.type === 'serial' || console.target?.type === undefined ? serials[0]?.alias : undefined;
      return { ...console, alias: console.alias ?? (index === 0 ? twin : undefined) ?? `console${index}` };
    }),
    channels: numbered(devices.channels, 'channel'),
    inputs: numbered(devices.inputs, 'input'),
    tpms: numbered(devices.tpms, 'tpm'),
    sounds: numbered(devices.sounds, 'sound'),
    videos: numbered(devices.videos, 'video'),
    hostdevs: numbered(devices.hostdevs, 'hostdev'),
    redirdevs: numbered(devices.redirdevs, 'redir'),
    memories: devices.memories.map((module, index) => ({
      ...module,
      alias: module.alias ?? memoryAlias(module, index),
    })),
    hubs: numbered(devices.hubs, 'hub'),
    watchdogs: numbered(devices.watchdogs, 'watchdog'),
    memballoon:
      devices.memballoon === undefined
        ? undefined
        : { ...devices.memballoon, alias: devices.memballoon.alias ?? 'balloon0' },
    rngs: numbered(devices.rngs, 'rng'),
    panics: numbered(devices.panics, 'panic'),
    shmems: numbered(devices.shmems, 'shmem'),
    iommus: numbered(devices.iommus, 'iommu'),
    vsock: devices.vsock === undefined ? undefined : { ...devices.vsock, alias: devices.vsock.alias ?? 'vsock0' },
  };
  return { ...guest, devices: aliased };
}

/** The name of a device that is plugged into a running guest: a number that no other of its kind has. */
export function aliasFor(guest: Guest, kind: PluggedKind, device: DeviceWithAlias): string {
  if (device.alias !== undefined) return device.alias;
  if (kind === 'disks') {
    const disk = guest.devices.disks.find(other => other === device);
    if (disk !== undefined) return diskAlias(disk, guest);
  }
  const prefix = prefixes[kind];
  const taken = guest.devices[kind].map(({ alias }) => /^[a-z]+(\d+)$/.exec(alias ?? '')?.[1]);
  return `${prefix}${Math.max(-1, ...taken.flatMap(number => (number === undefined ? [] : [Number(number)]))) + 1}`;
}

/** Kinds of devices that come and go while a guest runs. */
export type PluggedKind = keyof typeof prefixes;
export type DeviceWithAlias = { readonly alias?: string | undefined };

const prefixes = {
  disks: 'disk',
  interfaces: 'net',
  hostdevs: 'hostdev',
  rngs: 'rng',
  inputs: 'input',
  memories: 'dimm',
} as const;

function numbered<T extends { readonly alias?: string | undefined }>(
  devices: readonly T[],
  name: string,
): readonly T[] {
  return devices.map((device, index) => ({ ...device, alias: device.alias ?? `${name}${index}` }));
}

/** Controllers whose disks have an address of three numbers. */
const narrowScsi: ReadonlySet<string | undefined> = new Set(['lsilogic', 'ncr53c90', 'dc390', 'am53c974', 'buslogic']);

function diskAlias({ target, address }: Disk, { devices }: Guest): string {
  const bus = target.bus ?? 'ide';
  if (address?.type !== 'drive') return `${bus === 'usb' ? 'usb-disk' : `${bus}-disk`}${diskNumber(target.dev)}`;
  const { controller, bus: channel, target: id, unit } = address;
  if (bus !== 'scsi') return `${bus}${controller}-${channel}-${unit}`;
  const found = devices.controllers.find(({ kind, index }) => kind.type === 'scsi' && (index ?? 0) === controller);
  const model = found?.kind.type === 'scsi' ? found.kind.model : undefined;
  return narrowScsi.has(model) ? `scsi${controller}-${channel}-${unit}` : `scsi${controller}-${channel}-${id}-${unit}`;
}

/** Modules in slots are named after them, so that the name stays when others go. */
function memoryAlias({ model, address }: Devices['memories'][number], index: number): string {
  const isDimm = model === 'dimm' || model === 'nvdimm';
  return `${model.replaceAll('-', '')}${isDimm && address?.type === 'dimm' ? (address.slot ?? index) : index}`;
}

/** The number that a disk's name stands for: `vda` 0, `vdz` 25, `vdaa` 26. */
export function diskNumber(dev: string): number {
  const letters = /^[a-z]{2}([a-z]+)\d*$/.exec(dev)?.[1] ?? 'a';
  let number = 0;
  for (const letter of letters) number = number * 26 + (letter.charCodeAt(0) - 96);
  return number - 1;
}

/** QEMU names buses after the controllers on them; those that machines have by themselves have their names already. */
export function controllerAlias({ kind, index = 0, master }: Controller, q35: boolean): string {
  switch (kind.type) {
    case 'pci':
      return kind.model === 'pcie-root' ? `pcie.${index}` : `pci.${index}`;
    case 'usb':
      return index === 0 || master !== undefined ? (index === 0 ? 'usb' : `usb${index}`) : `usb${index}`;
    case 'ide':
      return index === 0 ? 'ide' : `ide${index}`;
    case 'sata':
      return q35 && index === 0 ? 'ide' : `sata${index}`;
    default:
      return `${kind.type}${index}`;
  }
}
