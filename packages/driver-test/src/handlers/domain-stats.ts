import type { DriverHandlers } from '@tsvirt/core/contract';
import {
  ConnectGetAllDomainStatsFlags as StatsFlags,
  DomainCPUStatsParam,
  DomainDiskErrorCode,
  type TypedParam,
} from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { bulkStats, servedStats } from '../domain/bulk-stats.js';
import { blockSizes, diskCounters, interfaceCounters } from '../domain/device-counters.js';
import { findDisk, isEmptyDrive, requireInterface } from '../domain/device-lookup.js';
import { domainFilter } from '../domain/domain-filter.js';
import type { CpuUse } from '../domain/guest-measures.js';
import { checkFlags } from '../host/flags.js';
import type { TestHost } from '../host/test-host.js';
import { acceptsStrings, uint64 } from '../host/typed-params.js';

const statsFilter =
  StatsFlags.active |
  StatsFlags.inactive |
  StatsFlags.persistent |
  StatsFlags.transient |
  StatsFlags.running |
  StatsFlags.paused |
  StatsFlags.shutoff |
  StatsFlags.other;

/** Measurements of guests. Most grow with the clock, so that two readings differ as with a guest that works. */
export function domainStatsHandlers(host: TestHost): DriverHandlers {
  // Guests are measured on as many CPUs as a socket has cores.
  const statsCpus = host.topology.cores;
  const perCpu = ({ total, vcpus }: CpuUse, cpu: number): readonly TypedParam[] => [
    uint64(DomainCPUStatsParam.cputime, total / BigInt(statsCpus) + BigInt(cpu)),
    uint64(DomainCPUStatsParam.vcputime, vcpus / BigInt(statsCpus) + BigInt(cpu)),
  ];
  const together = (use: CpuUse): readonly TypedParam[] => [
    uint64(DomainCPUStatsParam.cputime, use.total),
    uint64(DomainCPUStatsParam.usertime, use.user),
    uint64(DomainCPUStatsParam.systemtime, use.system),
  ];

  return {
    domainGetBlockInfo({ dom, path, flags }) {
      checkFlags(flags, 0, 'domainGetBlockInfo');
      const disk = findDisk(host.domains.find(dom).definition, path);
      if (disk === undefined) throw new VirtError('INVALID_ARG', 'TEST', `invalid path ${path} not assigned to domain`);
      if (isEmptyDrive(disk))
        throw new VirtError('INVALID_ARG', 'TEST', `disk '${disk.target.dev}' does not have a source`);
      return blockSizes;
    },

    domainBlockStats({ dom, path }) {
      if (path === '')
        throw new VirtError('OPERATION_UNSUPPORTED', 'TEST', 'there are no statistics of all disks together');
      const domain = host.domains.findActive(dom);
      if (findDisk(domain.definition, path) === undefined)
        throw new VirtError('INVALID_ARG', 'TEST', `invalid path: ${path}`);
      return diskCounters(domain, host.measures);
    },

    domainInterfaceStats({ dom, device }) {
      const domain = host.domains.findActive(dom);
      requireInterface(domain.definition, device);
      return interfaceCounters(domain, host.measures);
    },

    domainGetCPUStats({ dom, nparams, startCpu, ncpus, flags }) {
      checkFlags(flags, acceptsStrings, 'domainGetCPUStats');
      const use = host.measures.cpuUse(host.domains.findActive(dom));
      if (startCpu === -1) {
        const total = together(use);
        if (nparams === 0) return { params: [], nparams: total.length };
        return { params: total.slice(0, nparams), nparams: Math.min(nparams, total.length) };
      }
      if (ncpus === 0) return { params: [], nparams: statsCpus };
      if (startCpu < 0 || startCpu >= statsCpus)
        throw new VirtError('INVALID_ARG', 'TEST', `no statistics of CPU ${startCpu}, only of ${statsCpus} CPUs`);
      if (nparams === 0) return { params: [], nparams: 2 };
      const params: TypedParam[] = [];
      for (let cpu = startCpu; cpu < Math.min(statsCpus, startCpu + ncpus); cpu++)
        params.push(...perCpu(use, cpu).slice(0, nparams));
      return { params, nparams: Math.min(nparams, 2) };
    },

    domainGetDiskErrors({ dom, maxerrors, flags }) {
      checkFlags(flags, 0, 'domainGetDiskErrors');
      const disks = host.domains.findActive(dom).definition.devices?.disks ?? [];
      if (maxerrors === 0) return { errors: [], nerrors: disks.length };
      // Disks take turns with the errors that there are.
      const codes = [DomainDiskErrorCode.unspec, DomainDiskErrorCode.noSpace];
      const errors = disks.slice(0, maxerrors).map(({ target }, index) => ({
        disk: target.dev,
        error: codes[index % codes.length] ?? DomainDiskErrorCode.none,
      }));
      return { errors, nerrors: errors.length };
    },

    connectGetAllDomainStats({ doms, stats, flags }) {
      checkFlags(
        flags,
        statsFilter | StatsFlags.nowait | StatsFlags.enforceStats | StatsFlags.backing,
        'connectGetAllDomainStats',
      );
      const unknown = (stats & ~servedStats(host.measures)) >>> 0;
      if (unknown !== 0 && (flags & StatsFlags.enforceStats) !== 0)
        throw new VirtError(
          'ARGUMENT_UNSUPPORTED',
          'TEST',
          `there are no statistics of types 0x${unknown.toString(16)}`,
        );
      const wanted = stats === 0 ? servedStats(host.measures) : stats;
      const passes = domainFilter.of(flags & statsFilter);
      const chosen = doms.length === 0 ? host.domains : doms.flatMap(dom => host.domains.byUuid(dom.uuid) ?? []);
      const retStats = [];
      for (const domain of chosen) {
        if (!passes(domain)) continue;
        retStats.push({ dom: domain.reference, params: bulkStats(domain, wanted, host.measures) });
      }
      return { retStats };
    },
  };
}
