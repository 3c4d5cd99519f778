import { allDevices, type Device, devicesOfKind, deviceOf, type Domain, type SingleKind } from '@tsvirt/conf/domain';
import type { Definition } from '../definition.js';

/** What running devices of a kind are called, before their number. */
const prefixes: Readonly<Record<SingleKind, string>> = {
  disks: 'disk',
  controllers: 'controller',
  leases: 'lease',
  filesystems: 'fs',
  interfaces: 'net',
  smartcards: 'smartcard',
  serials: 'serial',
  parallels: 'parallel',
  consoles: 'console',
  channels: 'channel',
  inputs: 'input',
  tpms: 'tpm',
  graphics: 'graphics',
  sounds: 'sound',
  audios: 'audio',
  videos: 'video',
  hostdevs: 'hostdev',
  redirdevs: 'redir',
  hubs: 'hub',
  watchdogs: 'watchdog',
  memballoon: 'balloon',
  rngs: 'rng',
  nvram: 'nvram',
  panics: 'panic',
  shmems: 'shmem',
  memories: 'dimm',
  iommus: 'iommu',
  vsock: 'vsock',
};

/** Kinds whose devices have no name of their own while they run. */
const unnamed: ReadonlySet<SingleKind> = new Set<SingleKind>(['leases', 'graphics', 'audios']);

/** The name by which calls and events know a running device; undefined when it has none. */
export function aliasOf({ device }: Device): string | undefined {
  return 'alias' in device ? device.alias : undefined;
}

/** A domain's device by its name in the running guest. */
export function findByAlias({ devices }: Domain, alias: string): Device | undefined {
  for (const device of allDevices(devices)) if (aliasOf(device) === alias) return device;
  return undefined;
}

/** Gives every device of a running guest the name that calls and events use. Those that have one keep it. */
export function withAliases(definition: Definition): Definition {
  const taken = new Set<string>();
  let isComplete = true;
  for (const device of allDevices(definition.devices)) {
    const alias = aliasOf(device);
    if (alias !== undefined) taken.add(alias);
    else if (!unnamed.has(device.kind)) isComplete = false;
  }
  if (isComplete) return definition;
  let devices = definition.devices;
  for (const kind of Object.keys(prefixes)) {
    if (!isKind(kind) || unnamed.has(kind)) continue;
    const named = devicesOfKind(definition.devices, kind).map(device => {
      const found = deviceOf(kind, device);
      if (aliasOf(found) !== undefined) return device;
      const alias = nameOf(found, definition, taken);
      taken.add(alias);
      return { ...device, alias };
    });
    if (named.length > 0) devices = { ...devices, [kind]: Array.isArray(devices[kind]) ? named : named[0] };
  }
  return { ...definition, devices };
}

function nameOf(found: Device, definition: Definition, taken: ReadonlySet<string>): string {
  const { devices } = definition;
  if (found.kind === 'disks') {
    const { target, address } = found.device;
    const bus = target.bus ?? 'ide';
    if (address?.type !== 'drive') return free(`${bus}-disk`, diskNumber(target.dev), taken);
    const { controller, bus: channel, target: id, unit } = address;
    return bus === 'scsi' ? `scsi${controller}-${channel}-${id}-${unit}` : `${bus}${controller}-${channel}-${unit}`;
  }
  if (found.kind === 'controllers') {
    const { kind, index = 0 } = found.device;
    if (index === 0 && isOnBoard(kind.type, definition)) return kind.type === 'usb' ? 'usb' : 'ide';
    return free(kind.type === 'pci' ? (kind.model === 'pcie-root' ? 'pcie.' : 'pci.') : kind.type, index, taken);
  }
  // A console that is the first serial port goes by that one's name.
  if (found.kind === 'consoles' && found.device === devices.consoles[0]) {
    const type = found.device.target?.type ?? 'serial';
    if (type === 'serial' && devices.serials.length > 0) return 'serial0';
  }
  if (found.kind === 'memories') return free(found.device.model.replace('-', ''), 0, taken);
  return free(prefixes[found.kind], 0, taken);
}

/** Controllers that QEMU knows without a number: the first of USB, and the one for drives that is part of the board. */
function isOnBoard(type: string, { os }: Definition): boolean {
  const isQ35 = /q35/.test(os?.type?.machine ?? '');
  return type === 'usb' || type === (isQ35 ? 'sata' : 'ide');
}

function free(prefix: string, first: number, taken: ReadonlySet<string>): string {
  let number = first;
  while (taken.has(`${prefix}${number}`)) number++;
  return `${prefix}${number}`;
}

/** The number that a disk's name stands for: `vda` 0, `vdaa` 26. */
function diskNumber(dev: string): number {
  const letters = /^[a-z]{2}([a-z]{1,3})\d*$/.exec(dev)?.[1] ?? 'a';
  return Array.from(letters).reduce((number, letter) => number * 26 + (letter.charCodeAt(0) - 96), 0) - 1;
}

function isKind(kind: string): kind is SingleKind {
  return Object.hasOwn(prefixes, kind);
}
