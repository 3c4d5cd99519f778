import type { DriverHandlers } from '@tsvirt/core/contract';
import { NodeCPUStatsParam, NodeMemoryStatsParam } from '@tsvirt/core/protocol';
import { Bitmap, VirtError } from '@tsvirt/util';
import { readCpuTimes, readMemoryStats, readNodeCpus, readNodeInfo, readNumaCells } from '@tsvirt/util/host';
import { checkFlags } from './flags.js';

const allCells = -1;
const allCpus = -1;

/** The host's processors and memory, read when asked for. */
export function nodeHandlers(): DriverHandlers {
  return {
    async nodeGetInfo() {
      const { memoryKiB: memory, ...rest } = await readNodeInfo();
      return { memory, ...rest };
    },
    async nodeGetFreeMemory() {
      // The sum over the cells: on hosts whose memory can be plugged, the whole says more than there is.
      const freeKiB = (await readNumaCells()).reduce((sum, cell) => sum + cell.freeKiB, 0n);
      return { freeMem: freeKiB * 1024n };
    },
    async nodeGetCellsFreeMemory({ startCell }) {
      const cells = await readNumaCells();
      const last = Math.max(...cells.map(({ id }) => id));
      if (startCell < 0 || startCell > last)
        throw new VirtError('INTERNAL_ERROR', 'NONE', `start cell ${startCell} out of range (0-${last})`);
      return { cells: cells.filter(({ id }) => id >= startCell).map(({ freeKiB }) => freeKiB * 1024n) };
    },
    async nodeGetCPUMap({ needMap, needOnline, flags }) {
      checkFlags(flags, 0, 'virNodeGetCPUMap');
      const cpus = await readNodeCpus();
      const online = cpus.filter(cpu => cpu.online).map(({ id }) => id);
      const present = Math.max(-1, ...cpus.map(({ id }) => id)) + 1;
      return {
        cpumap: needMap === 0 ? new Uint8Array() : new Bitmap(online).toBytes(Math.ceil(present / 8)),
        online: needOnline === 0 ? 0 : online.length,
        ret: present,
      };
    },
    async nodeGetCPUStats({ cpuNum, flags }) {
      checkFlags(flags, 0, 'virNodeGetCPUStats');
      const { all, cpus } = await readCpuTimes();
      const times = cpuNum === allCpus ? all : cpus.get(cpuNum);
      if (times === undefined) throw new VirtError('INVALID_ARG', 'NONE', `Invalid cpuNum in virHostCPUGetStatsLinux`);
      const { kernel, user, idle, iowait } = NodeCPUStatsParam;
      return {
        params: [
          { field: kernel, value: times.kernel },
          { field: user, value: times.user },
          { field: idle, value: times.idle },
          { field: iowait, value: times.iowait },
        ],
      };
    },
    async nodeGetMemoryStats({ cellNum, flags }) {
      checkFlags(flags, 0, 'virNodeGetMemoryStats');
      const stats = await readMemoryStats(cellNum === allCells ? undefined : cellNum);
      if (stats === undefined) throw new VirtError('INVALID_ARG', 'NONE', `no NUMA cell ${cellNum} on this host`);
      const { total, free, buffers, cached } = NodeMemoryStatsParam;
      return {
        params: [
          { field: total, value: stats.total },
          { field: free, value: stats.free },
          ...(stats.buffers === undefined ? [] : [{ field: buffers, value: stats.buffers }]),
          ...(stats.cached === undefined ? [] : [{ field: cached, value: stats.cached }]),
        ],
      };
    },
    async nodeGetFreePages({ pages, startCell, cellCount, flags }) {
      checkFlags(flags, 0, 'virNodeGetFreePages');
      const all = await readNumaCells();
      const last = Math.max(...all.map(({ id }) => id));
      const cells = all.filter(({ id }) => id >= startCell && id < startCell + cellCount);
      if (cells.length === 0)
        throw new VirtError('INTERNAL_ERROR', 'NONE', `start cell ${startCell} out of range (0-${last})`);
      const counts = cells.flatMap(cell =>
        pages.map(size => {
          const pool = cell.pages.find(({ sizeKiB }) => sizeKiB === BigInt(size));
          if (pool === undefined)
            throw new VirtError('OPERATION_FAILED', 'NONE', `page size ${size} is not available on node ${cell.id}`);
          return pool.free;
        }),
      );
      return { counts };
    },
  };
}
