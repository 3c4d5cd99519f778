import { type ErrorCode, type ErrorDomain, VirtError } from '@tsvirt/util';
import type { DeviceOf } from '../complete/policy.js';
import type { Devices } from '../devices.js';
import { type Device, deviceName, type SingleKind } from './device.js';
import { devicesOfKind } from './device-list.js';
import { findInterfaceOf } from './find-interface.js';
import { isPlace } from './same-address.js';
import { matches, type MatchedKind } from './same-device.js';

type Absence = readonly [code: ErrorCode, what: (device: Device) => string];

const notThere: Absence = ['DEVICE_MISSING', () => 'device not present in domain configuration'];
const noCharacterDevice: Absence = ['INVALID_ARG', () => 'device not present in domain configuration'];
const noMatch: Absence = ['DEVICE_MISSING', ({ kind }) => `no matching ${deviceName(kind)} device was found`];

/** How libvirt says that a domain does not have a device. */
const absences: Readonly<Partial<Record<SingleKind, Absence>>> = {
  disks: ['DEVICE_MISSING', given => `no target device ${given.kind === 'disks' ? given.device.target.dev : ''}`],
  controllers: notThere,
  hostdevs: notThere,
  sounds: notThere,
  leases: ['INVALID_ARG', given => leaseText(given)],
  serials: noCharacterDevice,
  parallels: noCharacterDevice,
  consoles: noCharacterDevice,
  channels: noCharacterDevice,
  rngs: ['DEVICE_MISSING', () => 'no matching RNG device was found'],
  memories: ['DEVICE_MISSING', () => 'matching memory device was not found'],
  shmems: ['DEVICE_MISSING', () => 'matching shmem device was not found'],
  inputs: ['DEVICE_MISSING', () => 'matching input device not found'],
  vsock: ['OPERATION_FAILED', () => 'matching vsock device not found'],
  watchdogs: ['DEVICE_MISSING', () => 'domain has no watchdog'],
};

function leaseText(given: Device): string {
  if (given.kind !== 'leases') return '';
  return `Lease ${given.device.key} in lockspace ${given.device.lockspace ?? ''} does not exist`;
}

/** Whether devices of a kind are told apart by their description. */
export function isMatched(kind: SingleKind): kind is MatchedKind {
  return Object.hasOwn(matches, kind);
}

/**
 * The device of a domain that a description means, or undefined when there is none.
 * @throws OPERATION_FAILED when the description fits several interfaces; DEVICE_MISSING when it fits none
 */
export function findDevice<K extends MatchedKind | 'interfaces'>(
  devices: Devices,
  kind: K,
  wanted: DeviceOf<K>,
): DeviceOf<K> | undefined;
export function findDevice(devices: Devices, kind: SingleKind, wanted: unknown): unknown {
  // The overload above ties `wanted` to `kind`, as the table of matches does.
  if (kind === 'interfaces') return findInterfaceOf(devices.interfaces, wanted as DeviceOf<'interfaces'>);
  if (!isMatched(kind)) return undefined;
  const match = matches[kind] as (wanted: unknown, there: unknown) => boolean;
  const fitting = devicesOfKind<SingleKind>(devices, kind).filter(there => match(wanted, there));
  // Of alike modules of memory, the one that was not given a place comes first.
  if (kind === 'memories') {
    const unplaced = fitting.find(there => !('address' in there) || !isPlace(there.address));
    if (unplaced !== undefined && !isPlace((wanted as DeviceOf<'memories'>).address)) return unplaced;
  }
  // A guest's only watchdog is meant whatever its model.
  if (kind === 'watchdogs' && devices.watchdogs.length === 1) return devices.watchdogs[0];
  return fitting[0];
}

/**
 * As `findDevice`, for callers that need the device.
 * @param domain who reports that it is not there
 * @throws DEVICE_MISSING, INVALID_ARG or OPERATION_FAILED, by kind, when there is none
 */
export function requireDevice(devices: Devices, wanted: Device, domain: ErrorDomain = 'DOMAIN'): Device {
  const { kind } = wanted;
  const found =
    kind === 'interfaces' || isMatched(kind)
      ? findDevice<MatchedKind>(devices, kind as MatchedKind, wanted.device as DeviceOf<MatchedKind>)
      : undefined;
  if (found !== undefined) return { kind, device: found } as Device; // findDevice answers with the kind it was asked for
  const [code, what] = absences[kind] ?? noMatch;
  throw new VirtError(code, domain, what(wanted));
}
