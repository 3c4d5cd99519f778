import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isErrno } from '../errno.js';
import {
  type HostRoots,
  type NodeCpu,
  numberedEntries,
  readAttribute,
  readListAttribute,
  readNodeCpus,
} from './node-cpus.js';

/** Pages of one size. */
export interface PagePool {
  readonly sizeKiB: bigint;
  readonly total: bigint;
  readonly free: bigint;
}

/** One NUMA cell of the node. */
export interface NumaCell {
  readonly id: number;
  readonly memoryKiB: bigint;
  readonly freeKiB: bigint;
  /** Smallest pages first; the base pages are those that no pool of huge pages holds. */
  readonly pages: readonly PagePool[];
  /** From this cell to each cell that is online, 10 meaning itself. */
  readonly distances: readonly { readonly cell: number; readonly value: number }[];
  /** Its CPUs that are online. */
  readonly cpus: readonly NodeCpu[];
}

/** The base page size of the architectures that matter here. */
const basePageKiB = 4n;

/** The NUMA cells; a kernel without NUMA is one cell with everything. */
export async function readNumaCells(roots: HostRoots = {}): Promise<NumaCell[]> {
  const folder = join(roots.sys ?? '/sys', 'devices/system/node');
  const [ids, cpus] = await Promise.all([numberedEntries(folder, 'node'), readNodeCpus(roots)]);
  const online = cpus.filter(cpu => cpu.online);
  if (ids.length === 0) return [await wholeNode(roots, online)];
  return Promise.all(
    ids.map(async id => {
      const cell = join(folder, `node${id}`);
      const [memory, list, distances] = await Promise.all([
        readMeminfo(join(cell, 'meminfo')),
        readListAttribute(join(cell, 'cpulist')),
        readAttribute(join(cell, 'distance')),
      ]);
      const total = memory.get('MemTotal') ?? 0n;
      const free = memory.get('MemFree') ?? 0n;
      return {
        id,
        memoryKiB: total,
        freeKiB: free,
        pages: await readPages(join(cell, 'hugepages'), total, free),
        distances: readDistances(distances, ids),
        cpus: online.filter(cpu => list?.has(cpu.id) === true),
      };
    }),
  );
}

async function wholeNode(roots: HostRoots, cpus: readonly NodeCpu[]): Promise<NumaCell> {
  const memory = await readMeminfo(join(roots.proc ?? '/proc', 'meminfo'));
  const total = memory.get('MemTotal') ?? 0n;
  const free = memory.get('MemFree') ?? 0n;
  const pages = await readPages(join(roots.sys ?? '/sys', 'kernel/mm/hugepages'), total, free);
  return { id: 0, memoryKiB: total, freeKiB: free, pages, distances: [], cpus };
}

function readDistances(text: string | undefined, ids: readonly number[]): NumaCell['distances'] {
  const values = text === undefined || text === '' ? [] : text.split(/\s+/).map(Number);
  return values.flatMap((value, index) => {
    const cell = ids[index];
    return cell === undefined || !Number.isInteger(value) ? [] : [{ cell, value }];
  });
}

async function readPages(folder: string, totalKiB: bigint, freeKiB: bigint): Promise<PagePool[]> {
  const sizes = await hugePageSizes(folder);
  const huge = await Promise.all(
    sizes.map(async sizeKiB => {
      const pool = join(folder, `hugepages-${sizeKiB}kB`);
      const [total, free] = await Promise.all([
        readAttribute(join(pool, 'nr_hugepages')),
        readAttribute(join(pool, 'free_hugepages')),
      ]);
      return { sizeKiB, total: count(total), free: count(free) };
    }),
  );
  const taken = huge.reduce((sum, { sizeKiB, total }) => sum + sizeKiB * total, 0n);
  const base = { sizeKiB: basePageKiB, total: (totalKiB - taken) / basePageKiB, free: freeKiB / basePageKiB };
  return [base, ...huge];
}

async function hugePageSizes(folder: string): Promise<bigint[]> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (reason) {
    if (isErrno(reason, 'ENOENT')) return [];
    throw reason;
  }
  const sizes = names.flatMap(name => /^hugepages-(\d{1,12})kB$/.exec(name)?.[1] ?? []).map(BigInt);
  return sizes.toSorted((one, other) => (one < other ? -1 : 1));
}

function count(text: string | undefined): bigint {
  return text !== undefined && /^\d{1,15}$/.test(text) ? BigInt(text) : 0n;
}

/** The amounts of a `meminfo` file in KiB, by name; a cell's file has the same lines behind `Node n`. */
export async function readMeminfo(path: string): Promise<ReadonlyMap<string, bigint>> {
  const amounts = new Map<string, bigint>();
  for (const line of ((await readAttribute(path)) ?? '').split('\n')) {
    const match = /^(?:Node \d+ )?([A-Za-z0-9_()]+):\s+(\d{1,18})(?: kB)?\s*$/.exec(line);
    if (match?.[1] !== undefined && match[2] !== undefined) amounts.set(match[1], BigInt(match[2]));
  }
  return amounts;
}
