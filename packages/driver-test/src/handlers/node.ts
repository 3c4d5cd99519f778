import type { DriverHandlers } from '@tsvirt/core/contract';
import { NodeCPUStatsParam } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { securityModel } from '../host/capabilities.js';
import { checkFlags } from '../host/flags.js';
import type { TestHost } from '../host/test-host.js';

/** Of the eight CPUs that the map shows, the first, third and fifth are online. */
const cpuMap = { present: 8, online: 3, bits: Uint8Array.of(0b0001_0101) } as const;

/** Nanoseconds that the host's CPUs were so long used for; they idle while the clock is turned. */
const cpuTimes = {
  user: 9_797_400_000n,
  kernel: 34_678_723_400_000n,
  idle: 87_264_900_000n,
  iowait: 763_600_000n,
} as const;

/** The host's processors and memory. Memory is in KiB, as the mock has always answered. */
export function nodeHandlers(host: TestHost) {
  return {
    nodeGetInfo() {
      const { model, memoryKiB: memory, cpus, mhz, nodes, sockets, cores, threads } = host.topology;
      return { model, memory, cpus, mhz, nodes, sockets, cores, threads };
    },

    nodeGetSecurityModel: () => ({ model: securityModel.model, doi: securityModel.doi }),

    // Nothing without NUMA cells, as on hosts that a file describes.
    nodeGetFreeMemory: () => ({ freeMem: host.topology.cells.length === 0 ? 0n : host.topology.memoryKiB }),

    nodeGetCellsFreeMemory({ startCell }) {
      const { cells } = host.topology;
      if (startCell < 0 || startCell >= cells.length)
        throw new VirtError('INVALID_ARG', 'TEST', `cell ${startCell} is beyond the host's ${cells.length} cells`);
      return { cells: cells.slice(startCell).map(cell => cell.freeMemoryKiB) };
    },

    nodeGetCPUMap({ needMap, needOnline, flags }) {
      checkFlags(flags, 0, 'nodeGetCPUMap');
      return {
        cpumap: needMap === 0 ? new Uint8Array() : cpuMap.bits,
        online: needOnline === 0 ? 0 : cpuMap.online,
        ret: cpuMap.present,
      };
    },

    // The same for every CPU and for all of them together.
    nodeGetCPUStats({ flags }) {
      checkFlags(flags, 0, 'nodeGetCPUStats');
      const { user, kernel, idle, iowait } = cpuTimes;
      const turnedNs = BigInt(Math.floor(host.clock.turnedMs)) * 1_000_000n;
      const params = [
        { field: NodeCPUStatsParam.user, value: user },
        { field: NodeCPUStatsParam.kernel, value: kernel },
        { field: NodeCPUStatsParam.idle, value: idle + turnedNs },
        { field: NodeCPUStatsParam.iowait, value: iowait },
      ];
      return { params };
    },

    // libvirt's mock fails here without a reason of its own.
    nodeGetFreePages({ flags }) {
      checkFlags(flags, 0, 'nodeGetFreePages');
      throw new VirtError('INTERNAL_ERROR', 'RPC', 'the mock host does not count its free pages');
    },
  } satisfies DriverHandlers;
}
