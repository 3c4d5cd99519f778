import type { DriverHandlers } from '@tsvirt/core/contract';
import {
  ConnectGetAllDomainStatsFlags as StatsFlags,
  DomainCPUStatsParam,
  DomainDiskErrorCode,
  DomainStatsTypes,
  type TypedParam,
} from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { diskPath, findDisk, requireInterface } from '../domain/device-lookup.js';
import { domainFilter } from '../domain/domain-filter.js';
import { stateNumbers } from '../domain/lifecycle.js';
import type { TestDomain } from '../domain/test-domain.js';
import { checkFlags } from '../host/flags.js';
import type { TestHost } from '../host/test-host.js';
import { acceptsStrings, uint64 } from '../host/typed-params.js';

/** Nanoseconds that every guest has used, whatever it did. */
const cpuTimes = {
  total: 48_772_617_035n,
  user: 5_540_000_000n,
  system: 6_460_000_000n,
  vcpus: 46_303_481_255n,
} as const;

/** As many CPUs of the host as guests are measured on. */
const statsCpus = 2;

/** Sizes of every disk, in bytes. */
const blockInfo = {
  allocation: 1_099_511_627_776n,
  capacity: 1_099_506_450_432n,
  physical: 1_099_511_627_776n,
} as const;

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
  const perCpu = (cpu: number): readonly TypedParam[] => [
    uint64(DomainCPUStatsParam.cputime, cpuTimes.total / BigInt(statsCpus) + BigInt(cpu)),
    uint64(DomainCPUStatsParam.vcputime, cpuTimes.vcpus / BigInt(statsCpus) + BigInt(cpu)),
  ];
  const total: readonly TypedParam[] = [
    uint64(DomainCPUStatsParam.cputime, cpuTimes.total),
    uint64(DomainCPUStatsParam.usertime, cpuTimes.user),
    uint64(DomainCPUStatsParam.systemtime, cpuTimes.system),
  ];

  return {
    domainGetBlockInfo({ dom, path, flags }) {
      checkFlags(flags, 0, 'domainGetBlockInfo');
      const disk = findDisk(host.domains.find(dom).definition, path);
      if (disk === undefined) throw new VirtError('INVALID_ARG', 'TEST', `invalid path ${path} not assigned to domain`);
      if (diskPath(disk) === undefined)
        throw new VirtError('INVALID_ARG', 'TEST', `disk '${disk.target.dev}' does not have a source`);
      return blockInfo;
    },

    domainBlockStats({ dom, path }) {
      const { definition } = host.domains.findActive(dom);
      if (path === '')
        throw new VirtError('OPERATION_UNSUPPORTED', 'TEST', 'there are no statistics of all disks together');
      if (findDisk(definition, path) === undefined) throw new VirtError('INVALID_ARG', 'TEST', `invalid path: ${path}`);
      const { microseconds: base, seconds } = clock();
      return { rdReq: base / 10n, rdBytes: base / 20n, wrReq: base / 30n, wrBytes: base / 40n, errs: seconds / 2n };
    },

    domainInterfaceStats({ dom, device }) {
      requireInterface(host.domains.findActive(dom).definition, device);
      const { microseconds: base, seconds } = clock();
      return {
        rxBytes: base / 10n,
        rxPackets: base / 100n,
        rxErrs: seconds,
        rxDrop: seconds / 2n,
        txBytes: base / 20n,
        txPackets: base / 110n,
        txErrs: seconds / 3n,
        txDrop: seconds / 4n,
      };
    },

    domainGetCPUStats({ dom, nparams, startCpu, ncpus, flags }) {
      checkFlags(flags, acceptsStrings, 'domainGetCPUStats');
      host.domains.findActive(dom);
      if (startCpu === -1) {
        if (nparams === 0) return { params: [], nparams: total.length };
        return { params: total.slice(0, nparams), nparams: Math.min(nparams, total.length) };
      }
      if (ncpus === 0) return { params: [], nparams: statsCpus };
      if (startCpu < 0 || startCpu >= statsCpus)
        throw new VirtError('INVALID_ARG', 'TEST', `no statistics of CPU ${startCpu}, only of ${statsCpus} CPUs`);
      if (nparams === 0) return { params: [], nparams: 2 };
      const params: TypedParam[] = [];
      for (let cpu = startCpu; cpu < Math.min(statsCpus, startCpu + ncpus); cpu++)
        params.push(...perCpu(cpu).slice(0, nparams));
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
      const unknown = (stats & ~DomainStatsTypes.state) >>> 0;
      if (unknown !== 0 && (flags & StatsFlags.enforceStats) !== 0)
        throw new VirtError(
          'ARGUMENT_UNSUPPORTED',
          'TEST',
          `there are no statistics of types 0x${unknown.toString(16)}`,
        );
      const wanted = stats === 0 || (stats & DomainStatsTypes.state) !== 0;
      const passes = domainFilter.of(flags & statsFilter);
      const chosen = doms.length === 0 ? host.domains : doms.flatMap(dom => host.domains.byUuid(dom.uuid) ?? []);
      const retStats = [];
      for (const domain of chosen) {
        if (!passes(domain)) continue;
        retStats.push({ dom: domain.reference, params: wanted ? stateStats(domain) : [] });
      }
      return { retStats };
    },
  };
}

function stateStats(domain: TestDomain): TypedParam[] {
  return [
    { field: 'state.state', value: { type: 'int', value: stateNumbers[domain.state] } },
    { field: 'state.reason', value: { type: 'int', value: domain.reason } },
  ];
}

function clock(): { readonly microseconds: bigint; readonly seconds: bigint } {
  const now = Date.now();
  return { microseconds: BigInt(now) * 1000n, seconds: BigInt(Math.floor(now / 1000)) };
}
