import {
  attachDevice,
  completeDevice,
  definitionKinds,
  detachDevice,
  type Device,
  deviceName,
  parseDevice,
  requireDevice,
  type SingleKind,
  updateDevice,
  withAliases,
} from '@tsvirt/conf/domain';
import { VirtError } from '@tsvirt/util';
import { completeDefinition, type Definition } from '../definition.js';
import { policy } from '../policy.js';
import type { TestDomain } from '../test-domain.js';
import { diskPath } from '../device-lookup.js';
import { withPciSlots } from './pci-slots.js';

const options = { errors: 'TEST' } as const;

/** Kinds that a running guest does not gain or lose, though its configuration does. */
const coldKinds: ReadonlySet<SingleKind> = new Set<SingleKind>(['sounds', 'filesystems']);
/** Buses of disks that come and go while the guest runs. */
const hotBuses: ReadonlySet<string> = new Set(['virtio', 'scsi', 'usb', 'xen']);

/** A definition with names and places of devices as a running guest has them; the one that it has, when all are there. */
export function asLive(definition: Definition): Definition {
  return withAliases(withPciSlots(definition));
}

/** The running guest's definition with all its devices named and placed, which they are from then on. */
export function liveDefinition(domain: TestDomain): Definition {
  const live = asLive(domain.definition);
  if (live === domain.definition) return live;
  // A guest that runs shares its definition with its configuration until they differ.
  if (domain.persistent) domain.nextDefinition ??= domain.definition;
  domain.definition = live;
  return live;
}

/** Reads a device's document. @throws XML_ERROR and others */
export function readDevice(definition: Definition, xml: string): Device {
  return completeDevice(parseDevice(xml, { inactive: true }), definition, policy);
}

/**
 * A definition with one device more.
 * @throws VirtError as `attachDevice`
 */
export function attached(definition: Definition, device: Device): Definition {
  return again(definition, attachDevice(definition, device, options));
}

/** A definition that lost a device, and that device. */
export interface Loss {
  readonly definition: Definition;
  readonly removed: Device;
}

/**
 * A definition with one device less.
 * @throws VirtError as `detachDevice`
 */
export function detached(definition: Definition, device: Device): Loss {
  const { domain, removed } = detachDevice(definition, device, options);
  return { definition: { ...domain, uuid: definition.uuid }, removed };
}

/**
 * A definition with one device as it shall be.
 * @throws VirtError as `updateDevice`
 */
export function updated(definition: Definition, device: Device): Definition {
  return again(definition, updateDevice(definition, device, options).domain);
}

/** What is new gets its numbers, controllers and MAC address; the domain stays who it is. */
function again({ uuid }: Definition, changed: Parameters<typeof completeDefinition>[0]): Definition {
  return { ...completeDefinition(changed), uuid };
}

/**
 * A running guest's definition with one device more, named and placed.
 * @throws VirtError as `attachDevice`; XML_ERROR for a disk whose target is taken, as the whole document would give it
 */
export function attachedLive(definition: Definition, device: Device): Definition {
  if (device.kind === 'disks') {
    const { target } = device.device;
    const rival = definition.devices.disks.find(disk => disk.target.dev === target.dev);
    if (rival !== undefined) {
      const sources = [rival, device.device].map(disk => `'${diskPath(disk) ?? ''}'`).join(' and ');
      throw new VirtError('XML_ERROR', 'DOMAIN', `target '${target.dev}' duplicated for disk sources ${sources}`);
    }
  }
  return asLive(attached(definition, device));
}

/** @throws VirtError OPERATION_UNSUPPORTED for devices that don't come and go while the guest runs */
export function requireHotPlug(what: 'attach' | 'detach', device: Device): void {
  const { kind } = device;
  if (!definitionKinds.has(kind) || coldKinds.has(kind))
    throw unsupported(`live ${what} of device '${deviceName(kind)}' is not supported`);
  if (device.kind !== 'disks') return;
  const { device: type, target } = device.device;
  if (type === 'cdrom' || type === 'floppy') throw unsupported(`${type} device cannot be hot${plugged[what]}`);
  if (!hotBuses.has(target.bus ?? 'ide'))
    throw unsupported(`disk bus '${target.bus ?? 'ide'}' cannot be hot${plugged[what]}.`);
}

const plugged = { attach: 'plugged', detach: 'unplugged' } as const;

/**
 * What a device of a running guest becomes: the medium of a drive, the link, source and filter of an interface, the
 * password of a display, the size of memory can change; all else of it stays.
 * @returns the whole device, with the name and place of the one that there is
 * @throws VirtError OPERATION_UNSUPPORTED for any other change, CONFIG_UNSUPPORTED for another source of a disk
 */
export function liveUpdate(definition: Definition, wanted: Device): Device {
  const { devices } = definition;
  switch (wanted.kind) {
    case 'disks': {
      const before = devices.disks.find(({ target }) => target.dev === wanted.device.target.dev);
      if (before === undefined)
        throw new VirtError('INVALID_ARG', 'TEST', `target ${wanted.device.target.dev} doesn't exist.`);
      if (before.device !== 'cdrom' && before.device !== 'floppy') {
        if (JSON.stringify(before.source, exact) !== JSON.stringify(wanted.device.source, exact))
          throw new VirtError('CONFIG_UNSUPPORTED', 'TEST', `source of disk '${before.target.dev}' cannot be changed`);
        return { kind: 'disks', device: { ...before, iotune: wanted.device.iotune } };
      }
      const { target, source, driver } = wanted.device;
      const { tray: _closed, ...drive } = before.target;
      const { tray } = target;
      return {
        kind: 'disks',
        device: { ...before, source, driver: driver ?? before.driver, target: { ...drive, ...(tray && { tray }) } },
      };
    }
    case 'interfaces': {
      const found = requireDevice(devices, wanted, 'TEST');
      if (found.kind !== 'interfaces') throw new Error('an interface that is none');
      const before = found.device;
      if ((wanted.device.model ?? before.model) !== before.model)
        throw unsupported(`cannot modify network device model from ${before.model} to ${wanted.device.model}`);
      const { mac, model, alias, address } = before;
      const target = wanted.device.target ?? before.target;
      return { kind: 'interfaces', device: { ...wanted.device, mac, model, alias, address, target } };
    }
    case 'memories': {
      const found = requireDevice(devices, wanted, 'TEST');
      if (found.kind !== 'memories' || found.device.model !== 'virtio-mem')
        throw unsupported('only the requested size of virtio-mem can be changed');
      const { requestedKiB } = wanted.device.target;
      const target = { ...found.device.target, requestedKiB, currentKiB: requestedKiB };
      return { kind: 'memories', device: { ...found.device, target } };
    }
    case 'graphics':
      return wanted;
    default:
      throw unsupported(`live update of device '${deviceName(wanted.kind)}' is not supported`);
  }
}

function exact(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

function unsupported(what: string): VirtError {
  return new VirtError('OPERATION_UNSUPPORTED', 'TEST', what);
}
