import { type ErrorDomain, VirtError } from '@tsvirt/util';
import { partlyRead, placed } from '../../kernel/index.js';
import { arrangeControllers } from '../complete/controllers.js';
import { arrangeDisks } from '../complete/disks.js';
import type { Domain } from '../domain.js';
import { checkCompatible } from './compatible-device.js';
import { type Device, deviceName, type SingleKind } from './device.js';
import { conflictOf } from './conflict.js';
import { requireDevice } from './find-device.js';
import { insertDevice, removeDevice, replaceDevice } from './insert-device.js';
import { matches } from './same-device.js';

/** Who changes a definition. */
export interface ChangeOptions {
  /** Who reports faults; the domain format itself unless given. */
  readonly errors?: ErrorDomain;
  /** Kinds that the hypervisor attaches and detaches; `definitionKinds` unless given. */
  readonly kinds?: ReadonlySet<SingleKind>;
}

/** Kinds that QEMU's definitions gain and lose device by device; the others are changed with the whole definition. */
export const definitionKinds: ReadonlySet<SingleKind> = new Set<SingleKind>([
  'disks',
  'interfaces',
  'sounds',
  'hostdevs',
  'leases',
  'controllers',
  'serials',
  'parallels',
  'consoles',
  'channels',
  'filesystems',
  'rngs',
  'memories',
  'redirdevs',
  'shmems',
  'watchdogs',
  'inputs',
  'vsock',
]);

const updatedKinds: ReadonlySet<SingleKind> = new Set<SingleKind>(['disks', 'interfaces', 'graphics', 'memories']);

/**
 * Adds a device to a definition. The definition that comes out may lack numbers and addresses: complete it again.
 * @throws OPERATION_INVALID when the domain has this device; OPERATION_UNSUPPORTED for kinds that are not attached;
 * CONFIG_UNSUPPORTED for what does not go with the rest
 */
export function attachDevice(given: Domain, added: Device, options: ChangeOptions = {}): Domain {
  const domain = rearranged(given);
  placed(added.device, () => checkCompatible(domain, added));
  requireKind('attach', added, options.kinds ?? definitionKinds, options);
  if (isSerialConsole(added)) throw unsupported('attaching serial console is not supported', options);
  checkAbsent(domain, added, options);
  const changed = { ...domain, devices: insertDevice(domain.devices, added) };
  const whole = added.kind === 'memories' ? withMemory(changed, added.device.target.sizeKiB ?? 0n) : changed;
  return partlyRead(whole, added.device);
}

/** A definition without one of its devices. */
export interface Detached {
  readonly domain: Domain;
  /** The device as the definition had it. */
  readonly removed: Device;
}

/**
 * Takes a device out of a definition.
 * @throws DEVICE_MISSING, INVALID_ARG or OPERATION_FAILED, by kind, when it has none that fits; OPERATION_UNSUPPORTED for
 * kinds that are not detached
 */
export function detachDevice(given: Domain, wanted: Device, options: ChangeOptions = {}): Detached {
  requireKind('detach', wanted, options.kinds ?? definitionKinds, options);
  if (isSerialConsole(wanted)) throw unsupported('detaching serial console is not supported', options);
  const domain = rearranged(given);
  const removed = requireDevice(domain.devices, wanted, options.errors);
  const changed = { ...domain, devices: removeDevice(domain.devices, removed) };
  if (removed.kind !== 'memories') return { domain: changed, removed };
  return { domain: withMemory(changed, -(removed.device.target.sizeKiB ?? 0n)), removed };
}

/** A definition with one of its devices changed. */
export interface Updated {
  readonly domain: Domain;
  /** The device as it was. */
  readonly before: Device;
}

/**
 * Puts a device in the place of the one with the same identity: disk by target, interface by MAC address, console by
 * protocol. Nothing of the old one is kept.
 * @throws INVALID_ARG, DEVICE_MISSING or OPERATION_FAILED when there is none; OPERATION_UNSUPPORTED for other kinds
 */
export function updateDevice(domain: Domain, changed: Device, options: ChangeOptions = {}): Updated {
  requireKind('update', changed, updatedKinds, options);
  const before = beforeUpdate(domain, changed, options);
  placed(changed.device, () => checkCompatible(domain, changed, before));
  const devices = replaceDevice(domain.devices, before, changed);
  return { domain: partlyRead({ ...domain, devices }, changed.device), before };
}

function beforeUpdate({ devices }: Domain, changed: Device, options: ChangeOptions): Device {
  const missing = (what: string) => new VirtError('INVALID_ARG', options.errors ?? 'DOMAIN', what);
  if (changed.kind === 'disks') {
    const { dev } = changed.device.target;
    const device = devices.disks.find(there => matches.disks(changed.device, there));
    if (device === undefined) throw missing(`target ${dev} doesn't exist.`);
    return { kind: 'disks', device };
  }
  if (changed.kind === 'graphics') {
    const device = devices.graphics.find(there => matches.graphics(changed.device, there));
    if (device === undefined)
      throw missing(`cannot find existing graphics type '${changed.device.kind.type}' device to modify`);
    return { kind: 'graphics', device };
  }
  return requireDevice(devices, changed, options.errors);
}

function unsupported(what: string, { errors = 'DOMAIN' }: ChangeOptions): VirtError {
  return new VirtError('OPERATION_UNSUPPORTED', errors, what);
}

function requireKind(what: string, { kind }: Device, kinds: ReadonlySet<SingleKind>, options: ChangeOptions): void {
  if (!kinds.has(kind))
    throw unsupported(`persistent ${what} of device '${deviceName(kind)}' is not supported`, options);
}

/** A console that is the twin of a serial port comes and goes with that. */
function isSerialConsole(given: Device): boolean {
  return given.kind === 'consoles' && (given.device.target?.type ?? 'serial') === 'serial';
}

function checkAbsent({ devices }: Domain, added: Device, { errors = 'DOMAIN' }: ChangeOptions): void {
  const conflict = conflictOf(devices, added);
  if (conflict !== undefined) throw new VirtError('OPERATION_INVALID', errors, conflict);
}

/** A definition as it is when it is written and read again: what was added out of order has moved to its place. */
export function rearranged(domain: Domain): Domain {
  const { devices } = domain;
  return {
    ...domain,
    devices: {
      ...devices,
      disks: arrangeDisks(devices.disks),
      controllers: arrangeControllers(devices.controllers),
    },
  };
}

/** Memory that is plugged counts in `<memory>`, which is all that the guest has. */
function withMemory(domain: Domain, addedKiB: bigint): Domain {
  const { memory, currentMemoryKiB } = domain;
  if (memory === undefined) return domain;
  const sizeKiB = memory.sizeKiB + addedKiB;
  const shrunk = currentMemoryKiB !== undefined && currentMemoryKiB > sizeKiB;
  return { ...domain, memory: { ...memory, sizeKiB }, ...(shrunk && { currentMemoryKiB: sizeKiB }) };
}
