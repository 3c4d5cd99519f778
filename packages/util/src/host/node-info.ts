import { machine } from 'node:os';
import { join } from 'node:path';
import { architectureFromHost } from '../architecture.js';
import { type HostRoots, type NodeCpu, readAttribute, readCpuMhz, readNodeCpus } from './node-cpus.js';
import { type NumaCell, readMeminfo, readNumaCells } from './node-numa.js';

/** What `nodeGetInfo` answers. */
export interface NodeInfo {
  /** The architecture's name. */
  readonly model: string;
  readonly memoryKiB: bigint;
  /** The CPUs that are online. */
  readonly cpus: number;
  /** 0 when it is not known. */
  readonly mhz: number;
  /** NUMA cells; 1 when the topology is not uniform. */
  readonly nodes: number;
  /** Sockets of one cell, cores of one socket, threads of one core, each the largest found. */
  readonly sockets: number;
  readonly cores: number;
  readonly threads: number;
}

/** The node as `virsh nodeinfo` shows it. */
export async function readNodeInfo(roots: HostRoots = {}): Promise<NodeInfo> {
  const [cells, all, mhz] = await Promise.all([readNumaCells(roots), readNodeCpus(roots), readCpuMhz(roots)]);
  const online = all.filter(cpu => cpu.online);
  return {
    model: architectureFromHost(machine()) ?? machine(),
    memoryKiB: cells.reduce((sum, cell) => sum + cell.memoryKiB, 0n),
    cpus: online.length,
    mhz,
    ...topology(cells, all.length),
  };
}

/**
 * The numbers whose product is the CPUs, as clients compute it. Where the cells differ so that the product would be
 * smaller than what is there, everything is told as one cell with one socket.
 */
function topology(
  cells: readonly NumaCell[],
  present: number,
): Pick<NodeInfo, 'nodes' | 'sockets' | 'cores' | 'threads'> {
  // Cells with memory alone have no sockets to count.
  const nodes = cells.filter(cell => cell.cpus.length > 0).length;
  let sockets = 0;
  let cores = 0;
  let threads = 0;
  for (const { cpus } of cells) {
    const ids = new Set(cpus.map(cpu => cpu.socketId ?? 0));
    sockets = Math.max(sockets, ids.size);
    for (const id of ids) {
      const members = cpus.filter(cpu => (cpu.socketId ?? 0) === id);
      cores = Math.max(cores, new Set(members.map(coreKey)).size);
      threads = Math.max(threads, ...members.map(cpu => cpu.siblings.count));
    }
  }
  if (nodes * sockets * cores * threads < present) return { nodes: 1, sockets: 1, cores: present, threads: 1 };
  return { nodes, sockets, cores, threads };
}

/** Core ids are unique only within a die. */
function coreKey(cpu: NodeCpu): string {
  return `${cpu.dieId ?? 0}:${cpu.coreId ?? cpu.id}`;
}

/** Where the CPUs' time went since the start, in nanoseconds, as `nodeGetCPUStats` answers. */
export interface CpuTimes {
  readonly kernel: bigint;
  readonly user: bigint;
  readonly idle: bigint;
  readonly iowait: bigint;
}

/** The times of all CPUs together under `all`, and of each by its number. */
export async function readCpuTimes(
  roots: HostRoots = {},
): Promise<{ readonly all: CpuTimes; readonly cpus: ReadonlyMap<number, CpuTimes> }> {
  const cpus = new Map<number, CpuTimes>();
  let all: CpuTimes = { kernel: 0n, user: 0n, idle: 0n, iowait: 0n };
  for (const line of ((await readAttribute(join(roots.proc ?? '/proc', 'stat'))) ?? '').split('\n')) {
    const match = /^cpu(\d*)\s+([\d ]+)$/.exec(line);
    if (match === null) continue;
    const [user = 0n, nice = 0n, system = 0n, idle = 0n, iowait = 0n, irq = 0n, softirq = 0n] = (match[2] ?? '')
      .trim()
      .split(' ')
      .map(nanoseconds);
    const times = { kernel: system + irq + softirq, user: user + nice, idle, iowait };
    if (match[1] === '') all = times;
    else cpus.set(Number(match[1]), times);
  }
  return { all, cpus };
}

/** Linux counts these in hundredths of a second on every architecture. */
function nanoseconds(ticks: string): bigint {
  return BigInt(ticks) * 10_000_000n;
}

/** What `nodeGetMemoryStats` answers, in KiB. A cell has no buffers and cached of its own. */
export interface MemoryStats {
  readonly total: bigint;
  readonly free: bigint;
  readonly buffers: bigint | undefined;
  readonly cached: bigint | undefined;
}

/** The memory of the whole node, or of one cell; undefined when there is no such cell. */
export async function readMemoryStats(cell?: number, roots: HostRoots = {}): Promise<MemoryStats | undefined> {
  const path =
    cell === undefined
      ? join(roots.proc ?? '/proc', 'meminfo')
      : join(roots.sys ?? '/sys', `devices/system/node/node${cell}/meminfo`);
  const amounts = await readMeminfo(path);
  const total = amounts.get('MemTotal');
  if (total === undefined) return undefined;
  return { total, free: amounts.get('MemFree') ?? 0n, buffers: amounts.get('Buffers'), cached: amounts.get('Cached') };
}
