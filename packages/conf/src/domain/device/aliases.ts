import { diskIndex } from '../complete/disk-names.js';
import type { Controller } from '../controller.js';
import type { Devices } from '../devices.js';
import type { Disk } from '../disk.js';
import type { Domain } from '../domain.js';
import { isQ35 } from '../machine-type.js';
import { type Device, deviceOf, type SingleKind } from './device.js';
import { allDevices, devicesOfKind, withDevicesOfKind } from './device-list.js';

/** Kinds whose devices have a name while they run, in the order in which names are given, and what it is before the number. */
const prefixes = {
  disks: 'disk',
  controllers: 'controller',
  filesystems: 'fs',
  interfaces: 'net',
  smartcards: 'smartcard',
  serials: 'serial',
  parallels: 'parallel',
  consoles: 'console',
  channels: 'channel',
  inputs: 'input',
  tpms: 'tpm',
  sounds: 'sound',
  videos: 'video',
  hostdevs: 'hostdev',
  redirdevs: 'redir',
  hubs: 'hub',
  watchdogs: 'watchdog',
  memballoon: 'balloon',
  rngs: 'rng',
  panics: 'panic',
  shmems: 'shmem',
  memories: 'dimm',
  iommus: 'iommu',
  vsock: 'vsock',
} as const satisfies Partial<Record<SingleKind, string>>;

type NamedKind = keyof typeof prefixes;

/** The name by which calls and events know a running device; undefined when it has none. */
export function aliasOf({ device }: Device): string | undefined {
  return 'alias' in device ? device.alias : undefined;
}

/** A domain's device by its name in the running guest. */
export function findByAlias({ devices }: Pick<Domain, 'devices'>, alias: string): Device | undefined {
  for (const device of allDevices(devices)) if (aliasOf(device) === alias) return device;
  return undefined;
}

/**
 * Gives every device of a running guest the name by which calls and events know it, in libvirt's way: disks by their
 * place, controllers by their index, memory modules by their slot, all others by number. Those that have a name keep it,
 * a user's own included; where some have one, as when a device is plugged in, numbers go on behind the highest.
 * @returns the domain itself when nothing lacks a name
 */
export function withAliases<D extends Domain>(domain: D): D {
  let { devices } = domain;
  for (const kind of Object.keys(prefixes)) if (isNamedKind(kind)) devices = withNames(domain, devices, kind);
  return devices === domain.devices ? domain : { ...domain, devices };
}

/** @param devices those of the domain, some of which may have got their names already */
function withNames(domain: Domain, devices: Devices, kind: NamedKind): Devices {
  const list = devicesOfKind(devices, kind);
  if (list.every(({ alias }) => alias !== undefined)) return devices;
  const numbers = new Numbers(list);
  const named = list.map((device, index) => {
    if (device.alias !== undefined) return device;
    return { ...device, alias: nameOf(deviceOf(kind, device), index, domain, devices, numbers) };
  });
  return withDevicesOfKind(devices, kind, named);
}

function nameOf(found: Device, index: number, domain: Domain, devices: Devices, numbers: Numbers): string {
  switch (found.kind) {
    case 'disks':
      return diskName(found.device, devices.controllers);
    case 'controllers':
      return controllerName(found.device, domain);
    case 'consoles': {
      // The first console is the first serial port's other name, unless it says that it is something else.
      const twin = index === 0 ? devices.serials[0]?.alias : undefined;
      const type = found.device.target?.type ?? 'serial';
      return (type === 'serial' ? twin : undefined) ?? numbers.number('console', index);
    }
    case 'memories': {
      const { model, address } = found.device;
      const prefix = model.replaceAll('-', '');
      // Modules in slots are named after them, so that the name stays when others go.
      const slot = address?.type === 'dimm' ? address.slot : undefined;
      return slot === undefined ? numbers.next(prefix) : `${prefix}${slot}`;
    }
    default:
      return numbers.number(isNamedKind(found.kind) ? prefixes[found.kind] : found.kind, index);
  }
}

/** Controllers whose drives have an address of three numbers. */
const narrowScsi: ReadonlySet<string | undefined> = new Set(['lsilogic', 'ncr53c90', 'dc390', 'am53c974', 'buslogic']);

function diskName({ target, address }: Disk, controllers: readonly Controller[]): string {
  const bus = target.bus ?? 'ide';
  if (address?.type !== 'drive') return `${bus}-disk${diskIndex(target.dev) ?? 0}`;
  const { controller, bus: channel, target: id, unit } = address;
  if (bus !== 'scsi') return `${bus}${controller}-${channel}-${unit}`;
  const found = controllers.find(({ kind, index }) => kind.type === 'scsi' && (index ?? 0) === controller);
  const model = found?.kind.type === 'scsi' ? found.kind.model : undefined;
  return narrowScsi.has(model) ? `scsi${controller}-${channel}-${unit}` : `scsi${controller}-${channel}-${id}-${unit}`;
}

/** Buses are named after their controllers; those that machines have by themselves have their names already. */
function controllerName({ kind, index = 0 }: Controller, { os }: Domain): string {
  switch (kind.type) {
    case 'pci':
      return kind.model === 'pcie-root' ? `pcie.${index}` : `pci.${index}`;
    case 'usb':
      return index === 0 ? 'usb' : `usb${index}`;
    case 'ide':
      return index === 0 ? 'ide' : `ide${index}`;
    case 'sata':
      return index === 0 && isQ35(os?.type?.machine) ? 'ide' : `sata${index}`;
    default:
      return `${kind.type}${index}`;
  }
}

/** The numbers that devices of one kind go by. */
class Numbers {
  readonly #highest = new Map<string, number>();

  constructor(devices: readonly { readonly alias?: string | undefined }[]) {
    for (const { alias = '' } of devices) {
      const [, prefix = '', digits] = /^([a-z]+)(\d{1,9})$/.exec(alias) ?? [];
      if (digits !== undefined) this.#highest.set(prefix, Math.max(Number(digits), this.#highest.get(prefix) ?? -1));
    }
  }

  /** The device's place in the list, unless others of its kind have numbers: then the next one. */
  number(prefix: string, index: number): string {
    return this.#highest.has(prefix) ? this.next(prefix) : `${prefix}${index}`;
  }

  /** The number behind the highest, from 0. */
  next(prefix: string): string {
    const number = (this.#highest.get(prefix) ?? -1) + 1;
    this.#highest.set(prefix, number);
    return `${prefix}${number}`;
  }
}

function isNamedKind(kind: string): kind is NamedKind {
  return Object.hasOwn(prefixes, kind);
}
