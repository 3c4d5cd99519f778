import type { CallOptions } from '../../contract/index.js';
import {
  DomainDirtyRateCalcFlags,
  DomainMemoryModFlags,
  DomainMemoryStatTags,
  DomainModificationImpact,
} from '../../protocol/enums/index.js';
import type {
  DomainDirtyRateCalcOptions,
  DomainMemoryModOptions,
  DomainModificationImpactOptions,
} from '../call-flags.js';
import { flagsOf, nameOf, type NameOf, type PlainOptions } from '../flag-options.js';
import {
  blockStatsParameters,
  type BlockStatsParameters,
  cpuStatsParameters,
  type CpuStatsParameters,
} from '../parameters/domain-measures.js';
import { perfEvents, type PerfEvents } from '../parameters/domain-tuning.js';
import { DomainVcpus } from './vcpus.js';

/** I/O of a disk; undefined for what the hypervisor does not count. */
export interface BlockStats {
  readonly readRequests: bigint | undefined;
  readonly readBytes: bigint | undefined;
  readonly writeRequests: bigint | undefined;
  readonly writeBytes: bigint | undefined;
  readonly errors: bigint | undefined;
}

/** Traffic of a NIC, seen from the guest; undefined for what the hypervisor does not count. */
export interface InterfaceStats {
  readonly rxBytes: bigint | undefined;
  readonly rxPackets: bigint | undefined;
  readonly rxErrors: bigint | undefined;
  readonly rxDropped: bigint | undefined;
  readonly txBytes: bigint | undefined;
  readonly txPackets: bigint | undefined;
  readonly txErrors: bigint | undefined;
  readonly txDropped: bigint | undefined;
}

/** Measurements of guest memory by name; sizes in KiB. */
export type MemoryStats = { readonly [K in NameOf<typeof DomainMemoryStatTags>]?: bigint };

/** Host CPUs that one call can answer for. */
const cpusAtOnce = 128;

/** Measurements of a domain. */
export abstract class DomainStats extends DomainVcpus {
  /**
   * I/O of one disk since the guest started.
   * @param disk its target (`vda`) or the path of its source; empty: all disks together, where the hypervisor can
   * @throws VirtError OPERATION_INVALID while the guest does not run, INVALID_ARG for a disk that there is not
   */
  async blockStats(disk: string, options?: CallOptions): Promise<BlockStats> {
    const { rdReq, rdBytes, wrReq, wrBytes, errs } = await this.call.domainBlockStats(
      { dom: this.ref, path: disk },
      options,
    );
    return {
      readRequests: counted(rdReq),
      readBytes: counted(rdBytes),
      writeRequests: counted(wrReq),
      writeBytes: counted(wrBytes),
      errors: counted(errs),
    };
  }

  /** As `blockStats`, with flushes and the time that it all took, as far as the hypervisor counts them. */
  async blockStatsFlags(path: string, options?: PlainOptions): Promise<BlockStatsParameters> {
    const { params } = await this.call.domainBlockStatsFlags(
      { dom: this.ref, path, flags: (options?.flags ?? 0) | (await this.connection.textFlag(options)) },
      options,
    );
    return blockStatsParameters.decode(params);
  }

  /**
   * CPU time of a running guest, all CPUs together with `total`, else for each host CPU.
   * @returns one item, or as many as there are host CPUs, by their numbers
   * @throws VirtError OPERATION_INVALID while the guest does not run
   */
  async getCPUStats(options?: PlainOptions & { readonly total?: boolean | undefined }): Promise<CpuStatsParameters[]> {
    const dom = this.ref;
    const flags = (options?.flags ?? 0) | (await this.connection.textFlag(options));
    const ask = (nparams: number, startCpu: number, ncpus: number) =>
      this.call.domainGetCPUStats({ dom, nparams, startCpu, ncpus, flags }, options);
    if (options?.total === true) {
      const { nparams } = await ask(0, -1, 1);
      return [cpuStatsParameters.decode((await ask(nparams, -1, 1)).params)];
    }
    const { nparams: cpus } = await ask(0, 0, 0);
    const { nparams } = await ask(0, 0, 1);
    const all: CpuStatsParameters[] = [];
    for (let start = 0; start < cpus && nparams > 0; start += cpusAtOnce) {
      const reply = await ask(nparams, start, Math.min(cpusAtOnce, cpus - start));
      // The reply leaves out what it has no value for: `nparams` of it belong to each CPU.
      for (let at = 0; reply.nparams > 0 && at < reply.params.length; at += reply.nparams) {
        all.push(cpuStatsParameters.decode(reply.params.slice(at, at + reply.nparams)));
      }
    }
    return all;
  }

  /** Which hardware counters are on for the domain. */
  async getPerfEvents(options?: DomainModificationImpactOptions): Promise<PerfEvents> {
    const { params } = await this.call.domainGetPerfEvents(
      { dom: this.ref, flags: flagsOf(DomainModificationImpact, options) },
      options,
    );
    return perfEvents.decode(params);
  }

  /**
   * Traffic of one NIC since the guest started.
   * @param device its host device (`vnet0`) or MAC address
   * @throws VirtError OPERATION_INVALID while the guest does not run, INVALID_ARG for a NIC that there is not
   */
  async interfaceStats(device: string, options?: CallOptions): Promise<InterfaceStats> {
    const stats = await this.call.domainInterfaceStats({ dom: this.ref, device }, options);
    return {
      rxBytes: counted(stats.rxBytes),
      rxPackets: counted(stats.rxPackets),
      rxErrors: counted(stats.rxErrs),
      rxDropped: counted(stats.rxDrop),
      txBytes: counted(stats.txBytes),
      txPackets: counted(stats.txPackets),
      txErrors: counted(stats.txErrs),
      txDropped: counted(stats.txDrop),
    };
  }

  /** Measurements of guest memory by name: sizes in KiB, `lastUpdate` in seconds since 1970. */
  async memoryStats(options?: PlainOptions): Promise<MemoryStats> {
    const { stats } = await this.call.domainMemoryStats({ dom: this.ref, flags: options?.flags ?? 0 }, options);
    return Object.fromEntries(stats.map(({ tag, val }) => [nameOf(DomainMemoryStatTags, tag), val]));
  }

  /** Sets how often the balloon reports, in seconds; 0 stops it. */
  setMemoryStatsPeriod(periodSeconds: number, options?: DomainMemoryModOptions): Promise<void> {
    return this.call.domainSetMemoryStatsPeriod(
      { dom: this.ref, period: periodSeconds, flags: flagsOf(DomainMemoryModFlags, options) },
      options,
    );
  }

  /** Turns hardware counters on and off. */
  setPerfEvents(params: PerfEvents, options?: DomainModificationImpactOptions): Promise<void> {
    return this.call.domainSetPerfEvents(
      { dom: this.ref, params: perfEvents.encode(params), flags: flagsOf(DomainModificationImpact, options) },
      options,
    );
  }

  /**
   * Starts to measure for `seconds` (1 to 60) how fast the guest writes its memory; the result is among the
   * domain's statistics.
   */
  startDirtyRateCalc(seconds: number, options?: DomainDirtyRateCalcOptions): Promise<void> {
    return this.call.domainStartDirtyRateCalc(
      { dom: this.ref, seconds, flags: flagsOf(DomainDirtyRateCalcFlags, options) },
      options,
    );
  }
}

/** The wire says -1 for what is not counted. */
function counted(value: bigint): bigint | undefined {
  return value < 0n ? undefined : value;
}
