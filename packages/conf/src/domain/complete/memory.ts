import type { Domain } from '../domain.js';
import type { MaxMemory } from '../memory.js';
import { contradiction } from '../validate/unsupported.js';

/** Settles how much memory there is: what the document says, or what the guest's NUMA cells and modules add up to. */
export function completeMemory(domain: Domain, sumCounts: boolean): Domain {
  const cells = domain.cpu?.numa?.cells ?? [];
  const inCells = cells.reduce((sum, cell) => sum + (cell.memoryKiB ?? 0n), 0n);
  const plugged = domain.devices.memories.reduce((sum, { target }) => sum + target.sizeKiB, 0n);
  const given = domain.memory?.sizeKiB;
  const sizeKiB = given === undefined || given === 0n || sumCounts ? sumOr(given, inCells, plugged) : given;
  const sums = inCells > 0n && (given === undefined || given === 0n || sumCounts);
  if (!sums && plugged > (sizeKiB ?? 0n)) {
    throw contradiction('Total size of memory devices exceeds the total memory size', domain.devices);
  }
  if (sizeKiB === undefined || sizeKiB === plugged) {
    const what = 'Memory size must be specified via <memory> or in the <numa> configuration';
    throw contradiction(what, domain, 'memory');
  }
  checkMaximum(domain.maxMemory, sizeKiB);
  const current = domain.currentMemoryKiB;
  return {
    ...domain,
    memory: { ...domain.memory, sizeKiB },
    currentMemoryKiB: current === undefined || current === 0n || current > sizeKiB ? sizeKiB : current,
  };
}

function checkMaximum(most: MaxMemory | undefined, sizeKiB: bigint): void {
  if (most === undefined || (most.slots === 0 && most.sizeKiB === 0n)) return;
  if (most.slots === 0 || most.sizeKiB === 0n) {
    throw contradiction('both maximum memory size and memory slot count must be specified', most);
  }
  if (most.sizeKiB < sizeKiB) {
    throw contradiction('maximum memory size must be equal or greater than the actual memory size', most);
  }
}

function sumOr(given: bigint | undefined, inCells: bigint, plugged: bigint): bigint | undefined {
  return inCells > 0n ? inCells + plugged : given;
}
