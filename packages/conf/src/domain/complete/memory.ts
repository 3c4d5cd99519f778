import type { Domain } from '../domain.js';
import { contradiction } from '../validate/unsupported.js';

/** Settles how much memory there is: what the document says, or what the guest's NUMA cells and modules add up to. */
export function completeMemory(domain: Domain, sumCounts: boolean): Domain {
  const cells = domain.cpu?.numa?.cells ?? [];
  const inCells = cells.reduce((sum, cell) => sum + (cell.memoryKiB ?? 0n), 0n);
  const plugged = domain.devices.memories.reduce((sum, { target }) => sum + target.sizeKiB, 0n);
  const given = domain.memory?.sizeKiB;
  const sizeKiB = given === undefined || given === 0n || sumCounts ? sumOr(given, inCells, plugged) : given;
  if (sizeKiB === undefined || sizeKiB === 0n) {
    const what = 'Memory size must be specified via <memory> or in the <numa> configuration';
    throw contradiction(what, domain, 'memory');
  }
  const current = domain.currentMemoryKiB;
  return {
    ...domain,
    memory: { ...domain.memory, sizeKiB },
    currentMemoryKiB: current === undefined || current === 0n || current > sizeKiB ? sizeKiB : current,
  };
}

function sumOr(given: bigint | undefined, inCells: bigint, plugged: bigint): bigint | undefined {
  return inCells > 0n ? inCells + plugged : given;
}
