import type { Checkpoint } from './checkpoint.js';
import { blockSizes } from './device-counters.js';
import type { TestDomain } from './test-domain.js';

/** Sizes of a disk, in bytes. */
export type DiskSizes = Readonly<Record<keyof typeof blockSizes, bigint>>;

/** How large a guest's disk is: as somebody said or resized it, else as all disks of mock guests are. */
export function diskSizes(domain: TestDomain, target: string): DiskSizes {
  const capacity = domain.capacityOf(target);
  return capacity === undefined ? blockSizes : { allocation: capacity, capacity, physical: capacity };
}

/** Bytes of a guest's disk that have changed since a checkpoint: what was written since, but no more than there are. */
export function changedSince(domain: TestDomain, { written }: Checkpoint, target: string): bigint {
  const since = (domain.written.get(target) ?? 0n) - (written?.get(target) ?? 0n);
  const { capacity } = diskSizes(domain, target);
  return since < capacity ? since : capacity;
}
