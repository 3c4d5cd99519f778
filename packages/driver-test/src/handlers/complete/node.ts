import type { DriverHandlers } from '@tsvirt/core/contract';
import {
  NodeAllocPagesFlags,
  NodeGetCPUStatsAllCPUs,
  NodeGetMemoryStatsAllCells,
  NodeMemoryStatsParam,
  NodeSEVParam,
  NodeSuspendTarget,
} from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { checkFlags } from '../../host/flags.js';
import type { TestHost } from '../../host/test-host.js';
import { acceptsStrings, textParam, uint32 } from '../../host/typed-params.js';
import { nodeHandlers } from '../node.js';

/** A host sleeps for this many seconds at least. */
const shortestSleep = 60n;

/** What the host offers for encrypted guests. */
const sevParams = [
  textParam(NodeSEVParam.pdh, 'dHN2aXJ0LXBkaA=='),
  textParam(NodeSEVParam.certChain, 'dHN2aXJ0LWNlcnRz'),
  textParam(NodeSEVParam.cpu0Id, 'dHN2aXJ0LWNwdTA='),
  uint32(NodeSEVParam.cbitpos, 51),
  uint32(NodeSEVParam.reducedPhysBits, 1),
  uint32(NodeSEVParam.maxGuests, 15),
  uint32(NodeSEVParam.maxEsGuests, 16),
];

/** The processors and the memory of a complete host. Free memory is in bytes, and what guests have is not free. */
export function completeNodeHandlers(host: TestHost): DriverHandlers {
  const { topology, pagePools } = host;
  const basic = nodeHandlers(host);
  const freeKiB = (): bigint => {
    let free = topology.memoryKiB;
    for (const { definition } of host.domains.active()) free -= definition.currentMemoryKiB ?? 0n;
    return free > 0n ? free : 0n;
  };
  const cellsFrom = (start: number, count: number): number[] => {
    const last = pagePools.cellCount - 1;
    if (start < 0 || start > last)
      throw new VirtError('INVALID_ARG', 'TEST', `start cell ${start} out of range (0-${last})`);
    return Array.from({ length: Math.min(count, last - start + 1) }, (_, index) => start + index);
  };
  const allCells = (): number[] => Array.from({ length: pagePools.cellCount }, (_, cell) => cell);

  return {
    nodeGetFreeMemory: () => ({ freeMem: freeKiB() * 1024n }),
    nodeGetCellsFreeMemory: ({ startCell }) => ({
      cells: cellsFrom(startCell, topology.cells.length).map(
        cell => (topology.cells[cell]?.freeMemoryKiB ?? 0n) * 1024n,
      ),
    }),

    nodeGetMemoryStats({ cellNum, flags }) {
      checkFlags(flags, 0, 'nodeGetMemoryStats');
      if (cellNum === NodeGetMemoryStatsAllCells.allCells)
        return {
          params: [
            { field: NodeMemoryStatsParam.total, value: topology.memoryKiB },
            { field: NodeMemoryStatsParam.free, value: freeKiB() },
            { field: NodeMemoryStatsParam.buffers, value: 0n },
            { field: NodeMemoryStatsParam.cached, value: 0n },
          ],
        };
      const cell = topology.cells[cellNum];
      if (cell === undefined)
        throw new VirtError(
          'INVALID_ARG',
          'TEST',
          `cell ${cellNum} is beyond the host's ${topology.cells.length} cells`,
        );
      return {
        params: [
          { field: NodeMemoryStatsParam.total, value: cell.freeMemoryKiB },
          { field: NodeMemoryStatsParam.free, value: cell.freeMemoryKiB },
        ],
      };
    },

    nodeGetMemoryParameters({ flags }) {
      checkFlags(flags, acceptsStrings, 'nodeGetMemoryParameters');
      return { params: host.memorySharing.params };
    },
    nodeSetMemoryParameters({ params, flags }) {
      checkFlags(flags, 0, 'nodeSetMemoryParameters');
      host.memorySharing.set(params);
    },

    nodeGetCPUMap({ needMap, needOnline, flags }) {
      checkFlags(flags, 0, 'nodeGetCPUMap');
      const { cpus } = topology;
      const bits = new Uint8Array(Math.ceil(cpus / 8));
      for (let cpu = 0; cpu < cpus; cpu++) bits[cpu >> 3] = (bits[cpu >> 3] ?? 0) | (1 << (cpu & 7));
      return { cpumap: needMap === 0 ? new Uint8Array() : bits, online: needOnline === 0 ? 0 : cpus, ret: cpus };
    },

    nodeGetCPUStats(args) {
      const { cpus } = topology;
      if (args.cpuNum !== NodeGetCPUStatsAllCPUs.allCpus && (args.cpuNum < 0 || args.cpuNum >= cpus))
        throw new VirtError('INVALID_ARG', 'TEST', `Invalid cpuNum ${args.cpuNum}: the host has ${cpus} CPUs`);
      const all = basic.nodeGetCPUStats(args);
      if (args.cpuNum === NodeGetCPUStatsAllCPUs.allCpus) return all;
      return { params: all.params.map(({ field, value }) => ({ field, value: value / BigInt(cpus) })) };
    },

    nodeGetFreePages({ pages, startCell, cellCount, flags }) {
      checkFlags(flags, 0, 'nodeGetFreePages');
      if (startCell === -1)
        return { counts: pages.map(size => sum(allCells().flatMap(cell => countIn(host, cell, size)))) };
      const cells = cellsFrom(startCell, cellCount);
      return { counts: cells.flatMap(cell => pages.map(size => BigInt(pagePools.count(cell, size)))) };
    },

    nodeAllocPages({ pageSizes, pageCounts, startCell, cellCount, flags }) {
      checkFlags(flags, NodeAllocPagesFlags.set, 'nodeAllocPages');
      const cells = startCell === -1 ? allCells() : cellsFrom(startCell, cellCount);
      const isSet = (flags & NodeAllocPagesFlags.set) !== 0;
      let done = 0;
      for (const cell of cells)
        pageSizes.forEach((size, index) => {
          const count = Number(pageCounts[index] ?? 0n);
          pagePools.set(cell, size, isSet ? count : pagePools.count(cell, size) + count);
          done++;
        });
      return { ret: done };
    },

    // The mock's clock does not stand still meanwhile, and its guests notice nothing.
    nodeSuspendForDuration({ target, duration, flags }) {
      checkFlags(flags, 0, 'nodeSuspendForDuration');
      if (duration < shortestSleep)
        throw new VirtError(
          'INVALID_ARG',
          'TEST',
          `Suspend duration is too short: ${duration} of ${shortestSleep} seconds`,
        );
      if (target !== NodeSuspendTarget.mem)
        throw new VirtError('ARGUMENT_UNSUPPORTED', 'TEST', `the host cannot suspend in way ${target}, only to memory`);
    },

    nodeGetSEVInfo({ flags }) {
      checkFlags(flags, acceptsStrings, 'nodeGetSEVInfo');
      return { params: sevParams };
    },
  };
}

/** The pages of a size in a cell; a cell without that size has none to count. */
function countIn({ pagePools }: TestHost, cell: number, sizeKiB: number): readonly number[] {
  return pagePools.of(cell).flatMap(pool => (pool.sizeKiB === sizeKiB ? [pool.count] : []));
}

function sum(counts: readonly number[]): bigint {
  return counts.reduce((all, count) => all + BigInt(count), 0n);
}
