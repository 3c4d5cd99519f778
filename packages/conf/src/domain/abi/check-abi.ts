import { VirtError } from '@tsvirt/util';
import type { DeviceAddress } from '../address.js';
import { devicesOfKind } from '../device/device-list.js';
import { addressText, isPlace, sameAddress } from '../device/same-address.js';
import type { Domain } from '../domain.js';
import { deviceFacts, type GuestKind } from './device-facts.js';
import { domainFacts, volatileFacts } from './domain-facts.js';
import { compareFacts, type Fact, fact, mismatch } from './fact.js';

/** What may differ between two definitions of one guest. */
export interface AbiOptions {
  /** The guest runs: what changes of itself, such as the balloon, may differ. */
  readonly skipVolatile?: boolean;
}

/**
 * Checks that a guest started with `target` finds the same machine as with `source`: what a guest needs that migrates, is
 * restored from a file or goes back to a snapshot. Both must be complete.
 * @throws CONFIG_UNSUPPORTED from DOMAIN, naming what differs with both values
 */
export function checkAbiStability(source: Domain, target: Domain, options: AbiOptions = {}): void {
  compareFacts('domain', domainFacts, source, target);
  if (options.skipVolatile !== true) compareFacts('domain', volatileFacts, source, target);
  for (const kind of Object.keys(deviceFacts)) compareKind(kind as GuestKind, source, target); // keys of the table
}

/** The fault that `checkAbiStability` finds, or undefined. */
export function abiDifference(source: Domain, target: Domain, options: AbiOptions = {}): VirtError | undefined {
  try {
    checkAbiStability(source, target, options);
    return undefined;
  } catch (reason) {
    if (VirtError.is(reason)) return reason;
    throw reason;
  }
}

interface AnyDevice {
  readonly address?: DeviceAddress | undefined;
}

function compareKind(kind: GuestKind, source: Domain, target: Domain): void {
  const before: readonly AnyDevice[] = devicesOfKind(source.devices, kind);
  const after: readonly AnyDevice[] = devicesOfKind(target.devices, kind);
  const { name, facts } = deviceFacts[kind];
  if (before.length !== after.length) throw mismatch(`domain ${name} count`, before.length, after.length);
  for (const [i, device] of before.entries()) {
    const other = after[i];
    if (other === undefined) return;
    // The table has the facts of each kind under that kind, and both lists are of it.
    compareFacts(name, facts as readonly Fact<AnyDevice>[], device, other);
    compareFacts(name, virtioFacts, device, other);
    compareAddress(name, device, other);
  }
}

const virtioFacts: readonly Fact<AnyDevice>[] = (['iommu', 'ats', 'packed', 'page_per_vq'] as const).map(name =>
  fact<AnyDevice>(`${name} option`, device => virtioOption(device, name === 'page_per_vq' ? 'pagePerVq' : name)),
);

function virtioOption(device: object, name: string): unknown {
  if (!('driver' in device) || typeof device.driver !== 'object' || device.driver === null) return undefined;
  return new Map<string, unknown>(Object.entries(device.driver)).get(name);
}

const addressNames: Readonly<Partial<Record<DeviceAddress['type'], string>>> = {
  pci: 'PCI address',
  drive: 'drive address',
  'virtio-serial': 'virtio serial address',
  ccid: 'ccid address',
  usb: 'USB address',
  isa: 'ISA address',
  ccw: 'CCW address',
  dimm: 'memory slot',
};

function compareAddress(name: string, { address: before }: AnyDevice, { address: after }: AnyDevice): void {
  if (!isPlace(before) && !isPlace(after)) return;
  if (before?.type !== after?.type) throw mismatch(`${name} address type`, before?.type, after?.type);
  if (before === undefined || after === undefined || sameAddress(before, after)) return;
  throw mismatch(`${name} ${addressNames[before.type] ?? 'address'}`, addressText(before), addressText(after));
}
