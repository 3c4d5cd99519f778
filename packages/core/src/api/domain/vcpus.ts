import type { CallOptions } from '../../contract/index.js';
import { DomainModificationImpact, DomainVcpuFlags, VcpuState } from '../../protocol/enums/index.js';
import type { DomainModificationImpactOptions, DomainVcpuOptions } from '../call-flags.js';
import { cpuList, cpuMapOf, cpuMapsIn, cpusIn } from '../cpu-map.js';
import { flagsOf, nameOf, type NameOf, type PlainOptions } from '../flag-options.js';
import { mapLength } from '../host-cpus.js';
import { ioThreadParameters, type IOThreadParameters } from '../parameters/domain-tuning.js';
import { paramRecord } from '../parameters/parameter-group.js';
import { type GuestVcpus, guestVcpusOf } from './guest-vcpus.js';
import { DomainTuning } from './tuning.js';

/** A vCPU of a running guest. */
export interface VcpuReport {
  readonly number: number;
  readonly state: NameOf<typeof VcpuState>;
  readonly cpuTimeNs: bigint;
  /** The host CPU that it is on; undefined when that is unknown. */
  readonly hostCpu: number | undefined;
  /** The host CPUs that it may use. */
  readonly cpus: readonly number[];
}

/** An I/O thread, and the host CPUs that it may use. */
export interface IOThreadInfo {
  readonly iothreadId: number;
  readonly cpus: readonly number[];
}

/** vCPUs and I/O threads, and the host CPUs that they may use. */
export abstract class DomainVcpus extends DomainTuning {
  /** Adds an I/O thread with that id. */
  addIOThread(iothreadId: number, options?: DomainModificationImpactOptions): Promise<void> {
    return this.call.domainAddIOThread(
      { dom: this.ref, iothreadId, flags: flagsOf(DomainModificationImpact, options) },
      options,
    );
  }

  /** Removes the I/O thread with that id. */
  delIOThread(iothreadId: number, options?: DomainModificationImpactOptions): Promise<void> {
    return this.call.domainDelIOThread(
      { dom: this.ref, iothreadId, flags: flagsOf(DomainModificationImpact, options) },
      options,
    );
  }

  /** The host CPUs that the emulator's own threads may use. */
  async getEmulatorPinInfo(options?: DomainModificationImpactOptions): Promise<number[]> {
    const maplen = mapLength(await this.call.nodeGetInfo({}, options));
    const args = { dom: this.ref, maplen, flags: flagsOf(DomainModificationImpact, options) };
    return cpusIn((await this.call.domainGetEmulatorPinInfo(args, options)).cpumaps);
  }

  /** Which vCPUs the guest has and uses, as its agent says. */
  async getGuestVcpus(options?: PlainOptions): Promise<GuestVcpus> {
    const { params } = await this.call.domainGetGuestVcpus({ dom: this.ref, flags: options?.flags ?? 0 }, options);
    return guestVcpusOf(paramRecord(params));
  }

  /** I/O threads with the host CPUs that each may use. */
  async getIOThreadInfo(options?: DomainModificationImpactOptions): Promise<IOThreadInfo[]> {
    const { info } = await this.call.domainGetIOThreadInfo(
      { dom: this.ref, flags: flagsOf(DomainModificationImpact, options) },
      options,
    );
    return info.map(({ iothreadId, cpumap }) => ({ iothreadId, cpus: cpusIn(cpumap) }));
  }

  /** Most vCPUs of the domain: of the live one while it runs, else of what is defined. */
  async getMaxVcpus(options?: CallOptions): Promise<number> {
    const { num } = await this.call.domainGetMaxVcpus({ dom: this.ref }, options);
    return num;
  }

  /** The host CPUs that each vCPU may use, by vCPU number. */
  async getVcpuPinInfo(options?: DomainModificationImpactOptions): Promise<number[][]> {
    const dom = this.ref;
    const flags = flagsOf(DomainModificationImpact, options);
    const [{ num }, host] = await Promise.all([
      this.call.domainGetVcpusFlags({ dom, flags: flags | DomainVcpuFlags.maximum }, options),
      this.call.nodeGetInfo({}, options),
    ]);
    const maplen = mapLength(host);
    const reply = await this.call.domainGetVcpuPinInfo({ dom, ncpumaps: num, maplen, flags }, options);
    return cpuMapsIn(reply.cpumaps, maplen).slice(0, reply.num);
  }

  /** The vCPUs of the running guest with the host CPUs that each may use. */
  async getVcpus(options?: CallOptions): Promise<VcpuReport[]> {
    const dom = this.ref;
    const [{ nrVirtCpu }, host] = await Promise.all([
      this.call.domainGetInfo({ dom }, options),
      this.call.nodeGetInfo({}, options),
    ]);
    const maplen = mapLength(host);
    const { info, cpumaps } = await this.call.domainGetVcpus({ dom, maxinfo: nrVirtCpu, maplen }, options);
    const maps = cpuMapsIn(cpumaps, maplen);
    return info.map(({ number, state, cpuTime, cpu }, at) => ({
      number,
      state: nameOf(VcpuState, state),
      cpuTimeNs: cpuTime,
      hostCpu: cpu < 0 ? undefined : cpu,
      cpus: maps[at] ?? [],
    }));
  }

  /** Number of vCPUs; options choose which number. */
  async getVcpusFlags(options?: DomainVcpuOptions): Promise<number> {
    const { num } = await this.call.domainGetVcpusFlags(
      { dom: this.ref, flags: flagsOf(DomainVcpuFlags, options) },
      options,
    );
    return num;
  }

  /** Pins what of the hypervisor's process isn't a vCPU or I/O thread to these host CPUs. */
  pinEmulator(cpus: readonly number[], options?: DomainModificationImpactOptions): Promise<void> {
    return this.call.domainPinEmulator(
      { dom: this.ref, cpumap: cpuMapOf(cpus), flags: flagsOf(DomainModificationImpact, options) },
      options,
    );
  }

  /** Pins an I/O thread to these host CPUs. */
  pinIOThread(iothreadId: number, cpus: readonly number[], options?: DomainModificationImpactOptions): Promise<void> {
    return this.call.domainPinIOThread(
      {
        dom: this.ref,
        iothreadsId: iothreadId,
        cpumap: cpuMapOf(cpus),
        flags: flagsOf(DomainModificationImpact, options),
      },
      options,
    );
  }

  /** Pins one vCPU of the running guest to these host CPUs. */
  pinVcpu(vcpu: number, cpus: readonly number[], options?: CallOptions): Promise<void> {
    return this.call.domainPinVcpu({ dom: this.ref, vcpu, cpumap: cpuMapOf(cpus) }, options);
  }

  /** Pins one vCPU to these host CPUs: live, stored or both. */
  pinVcpuFlags(vcpu: number, cpus: readonly number[], options?: DomainModificationImpactOptions): Promise<void> {
    return this.call.domainPinVcpuFlags(
      { dom: this.ref, vcpu, cpumap: cpuMapOf(cpus), flags: flagsOf(DomainModificationImpact, options) },
      options,
    );
  }

  /** Has the guest take these of its vCPUs into use, or out of it. */
  setGuestVcpus(cpus: readonly number[], enabled: boolean, options?: PlainOptions): Promise<void> {
    return this.call.domainSetGuestVcpus(
      { dom: this.ref, cpumap: cpuList(cpus), state: enabled ? 1 : 0, flags: options?.flags ?? 0 },
      options,
    );
  }

  /** Changes an I/O thread's polling and pool. */
  setIOThreadParams(
    iothreadId: number,
    params: IOThreadParameters,
    options?: DomainModificationImpactOptions,
  ): Promise<void> {
    return this.call.domainSetIOThreadParams(
      {
        dom: this.ref,
        iothreadId,
        params: ioThreadParameters.encode(params),
        flags: flagsOf(DomainModificationImpact, options),
      },
      options,
    );
  }

  /** Plugs these vCPUs in, or out: live, stored or both. */
  setVcpu(cpus: readonly number[], enabled: boolean, options?: DomainModificationImpactOptions): Promise<void> {
    return this.call.domainSetVcpu(
      {
        dom: this.ref,
        cpumap: cpuList(cpus),
        state: enabled ? 1 : 0,
        flags: flagsOf(DomainModificationImpact, options),
      },
      options,
    );
  }

  /** Sets the number of vCPUs of the running guest. */
  setVcpus(nvcpus: number, options?: CallOptions): Promise<void> {
    return this.call.domainSetVcpus({ dom: this.ref, nvcpus }, options);
  }

  /** Sets the number of vCPUs: live, stored or the maximum. */
  setVcpusFlags(nvcpus: number, options?: DomainVcpuOptions): Promise<void> {
    return this.call.domainSetVcpusFlags({ dom: this.ref, nvcpus, flags: flagsOf(DomainVcpuFlags, options) }, options);
  }
}
