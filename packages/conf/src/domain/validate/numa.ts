import { readCpuList, valueFault } from '../../kernel/index.js';
import type { Domain } from '../domain.js';
import type { GuestNuma, NumaCell } from '../guest-numa.js';
import { contradiction, internal, unsupported } from './unsupported.js';

/** Checks the guest's NUMA cells, what is between them, and what of the host's is meant for them. */
export function validateNuma(domain: Domain): void {
  const guest = domain.cpu?.numa;
  const count = domain.vcpu?.count ?? 1;
  if (guest !== undefined) {
    validateCells(guest);
    validateInterconnects(guest);
    const ids = guest.cells.flatMap(({ cpus }) => readCpuList(cpus ?? '') ?? []);
    if (ids.length > count) throw internal('Number of CPUs in <numa> exceeds the <vcpu> count', guest);
    if (ids.some(id => id >= count)) throw internal('CPU IDs in <numa> exceed the <vcpu> count', guest);
  }
  if (count === 0) throw internal('CPU IDs in <numa> exceed the <vcpu> count', domain.vcpu, 'count');
  validateNodes(domain);
  validatePages(domain);
}

function validateCells({ cells }: GuestNuma): void {
  const taken = new Map<number, number>();
  for (const [at, cell] of cells.entries()) {
    for (const cpu of readCpuList(cell.cpus ?? '') ?? []) {
      const other = taken.get(cpu);
      if (other !== undefined) {
        throw unsupported(`NUMA cells ${at} and ${other} have overlapping vCPU ids`, cell, 'cpus');
      }
      taken.set(cpu, at);
    }
  }
}

/** Latencies and bandwidths are of cells and caches that there are, and told once. */
function validateInterconnects({ cells, interconnects }: GuestNuma): void {
  const kinds = [
    ['latencies', interconnects?.latencies ?? []],
    ['bandwidths', interconnects?.bandwidths ?? []],
  ] as const;
  for (const [name, list] of kinds) {
    const seen = new Set<string>();
    for (const entry of list) {
      const { initiator, target, cache = 0, type } = entry;
      if (initiator >= cells.length)
        throw contradiction("'initiator' refers to a non-existent NUMA node", entry, 'initiator');
      if (target >= cells.length) throw contradiction("'target' refers to a non-existent NUMA node", entry, 'target');
      if (cache > 0 && !hasCache(cells[target], cache)) {
        throw contradiction("'cache' refers to a non-existent NUMA node cache", entry, 'cache');
      }
      const key = [initiator, target, cache, type].join('/');
      if (seen.has(key)) throw contradiction(`Duplicate info for NUMA ${name}`, entry);
      seen.add(key);
    }
  }
}

function hasCache(cell: NumaCell | undefined, level: number): boolean {
  return cell?.caches?.some(cache => cache.level === level) === true;
}

function validateNodes({ numatune, cpu }: Domain): void {
  const memory = numatune?.memory;
  if (memory !== undefined && memory.placement !== 'auto' && memory.nodeset === undefined) {
    throw unsupported("nodeset for NUMA memory tuning must be set if 'placement' is 'static'", memory);
  }
  const memnodes = numatune?.memnodes ?? [];
  const cells = cpu?.numa?.cells.length ?? 0;
  const seen = new Set<number>();
  for (const node of memnodes) {
    if (memory?.placement === 'auto') {
      throw unsupported('Per-node binding is not compatible with automatic NUMA placement.', node);
    }
    if (cells === 0) throw contradiction("Element 'memnode' is invalid without any guest NUMA cells", node);
    if (node.cellId >= cells) {
      throw contradiction("Argument 'cellid' in memnode element must correspond to existing guest's NUMA cell", node);
    }
    if (seen.has(node.cellId)) {
      throw contradiction(`Multiple memnode elements with cellid ${node.cellId}`, node, 'cellId');
    }
    seen.add(node.cellId);
    if (memory !== undefined && memory.mode === 'restrictive' && node.mode !== 'restrictive') {
      throw contradiction(
        "'restrictive' mode is required in memnode element when mode is 'restrictive' in memory element",
        node,
      );
    }
  }
}

function validatePages({ cpu, memoryBacking }: Domain): void {
  const cells = cpu?.numa?.cells.length ?? 0;
  let master: bigint | undefined;
  for (const page of memoryBacking?.hugepages?.pages ?? []) {
    const wrong = (what: string) => valueFault(['XML_DETAIL', 'DOMAIN'], what, page);
    if (page.sizeKiB === 0n) throw wrong("hugepage size can't be zero");
    if (page.nodeset === undefined) {
      if (master !== undefined) throw wrong(`two master hugepages detected: ${page.sizeKiB} and ${master}`);
      master = page.sizeKiB;
      continue;
    }
    const missing = cells === 0 ? undefined : readCpuList(page.nodeset)?.find(node => node >= cells);
    if (missing !== undefined) throw wrong(`hugepages: node ${missing} not found`);
  }
}
