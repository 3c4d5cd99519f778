import type { CallOptions } from '../../contract/index.js';
import {
  DomainDirtyRateCalcFlags,
  DomainMemoryModFlags,
  DomainMemoryStatTags,
  DomainModificationImpact,
} from '../../protocol/enums/index.js';
import type { RetOf } from '../../protocol/procedure.js';
import type { RemoteProcedures } from '../../protocol/remote/index.js';
import type {
  DomainDirtyRateCalcOptions,
  DomainMemoryModOptions,
  DomainModificationImpactOptions,
} from '../call-flags.js';
import { flagsOf, nameOf, type NameOf, type PlainOptions } from '../flag-options.js';
import { perfEvents, type PerfEvents } from '../parameters/domain-tuning.js';
import { paramRecord, type ParamRecord } from '../parameters/parameter-group.js';
import { DomainVcpus } from './vcpus.js';

/** I/O of a disk: requests and bytes; -1 for what the hypervisor does not count. */
export interface BlockStats extends RetOf<RemoteProcedures['domainBlockStats']> {}

/** Traffic of a NIC, seen from the guest; -1 for what the hypervisor does not count. */
export interface InterfaceStats extends RetOf<RemoteProcedures['domainInterfaceStats']> {}

/** Measurements of guest memory by name; sizes in KiB. */
export type MemoryStats = { readonly [K in NameOf<typeof DomainMemoryStatTags>]?: bigint };

/** Host CPUs that one call can answer for. */
const cpusAtOnce = 128;

/** Measurements of a domain. */
export abstract class DomainStats extends DomainVcpus {
  /** I/O of one disk (target or path of its source) since the start. A number that the hypervisor lacks is -1. */
  async blockStats(path: string, options?: CallOptions): Promise<BlockStats> {
    const stats = await this.call.domainBlockStats({ dom: this.ref, path }, options);
    return stats;
  }

  /** I/O of one disk, or of all when `path` is empty, times in ns. */
  async blockStatsFlags(path: string, options?: PlainOptions): Promise<ParamRecord> {
    const { params } = await this.call.domainBlockStatsFlags(
      { dom: this.ref, path, flags: (options?.flags ?? 0) | (await this.connection.textFlag(options)) },
      options,
    );
    return paramRecord(params);
  }

  /**
   * CPU time of a running guest in ns, all CPUs together with `total`, else for each host CPU.
   * @returns one record, or as many as there are host CPUs
   */
  async getCPUStats(options?: PlainOptions & { readonly total?: boolean | undefined }): Promise<ParamRecord[]> {
    const dom = this.ref;
    const flags = (options?.flags ?? 0) | (await this.connection.textFlag(options));
    const ask = (nparams: number, startCpu: number, ncpus: number) =>
      this.call.domainGetCPUStats({ dom, nparams, startCpu, ncpus, flags }, options);
    if (options?.total === true) {
      const { nparams } = await ask(0, -1, 1);
      return [paramRecord((await ask(nparams, -1, 1)).params)];
    }
    const { nparams: cpus } = await ask(0, 0, 0);
    const { nparams } = await ask(0, 0, 1);
    const all: ParamRecord[] = [];
    for (let start = 0; start < cpus && nparams > 0; start += cpusAtOnce) {
      const reply = await ask(nparams, start, Math.min(cpusAtOnce, cpus - start));
      // The reply leaves out what it has no value for: `nparams` of it belong to each CPU.
      for (let at = 0; reply.nparams > 0 && at < reply.params.length; at += reply.nparams) {
        all.push(paramRecord(reply.params.slice(at, at + reply.nparams)));
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
   * Traffic of one NIC (host name `vnet0`, or MAC) as the guest sees it. A number that the hypervisor lacks is
   * -1.
   */
  async interfaceStats(device: string, options?: CallOptions): Promise<InterfaceStats> {
    const stats = await this.call.domainInterfaceStats({ dom: this.ref, device }, options);
    return stats;
  }

  /** Measurements of guest memory by name: sizes in KiB, `lastUpdate` in seconds since 1970. */
  async memoryStats(options?: PlainOptions): Promise<MemoryStats> {
    const { stats } = await this.call.domainMemoryStats({ dom: this.ref, flags: options?.flags ?? 0 }, options);
    return Object.fromEntries(stats.map(({ tag, val }) => [nameOf(DomainMemoryStatTags, tag), val]));
  }

  /** Sets how often the balloon reports, in seconds; 0 stops it. */
  setMemoryStatsPeriod(period: number, options?: DomainMemoryModOptions): Promise<void> {
    return this.call.domainSetMemoryStatsPeriod(
      { dom: this.ref, period, flags: flagsOf(DomainMemoryModFlags, options) },
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
