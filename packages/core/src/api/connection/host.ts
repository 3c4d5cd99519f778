import type { CallOptions } from '../../contract/index.js';
import {
  ConnectBaselineCPUFlags,
  ConnectCompareCPUFlags,
  ConnectGetDomainCapabilitiesFlags,
  CPUCompareResult,
  NodeAllocPagesFlags,
  NodeGetCPUStatsAllCPUs,
  NodeGetMemoryStatsAllCells,
  NodeSuspendTarget,
} from '../../protocol/enums/index.js';
import type { RetOf } from '../../protocol/procedure.js';
import type { RemoteProcedures } from '../../protocol/remote/index.js';
import type { TypedParam } from '../../protocol/typed-param.js';
import type {
  ConnectBaselineCPUOptions,
  ConnectCompareCPUOptions,
  ConnectGetDomainCapabilitiesOptions,
  NodeAllocPagesOptions,
} from '../call-flags.js';
import { cpusIn } from '../cpu-map.js';
import { flagsOf, nameOf, type NameOf, numberOf, type PlainOptions, type ValueOf } from '../flag-options.js';
import {
  identity,
  type IdentityParameters,
  memorySharing,
  type MemorySharing,
  nodeCpuStats,
  type NodeCpuStats,
  nodeMemoryStats,
  type NodeMemoryStats,
  sevInfo,
  type SevInfo,
} from '../parameters/host.js';
import { type AsDocument, type AsText, type AsValue, documentAs, type XmlSource, xmlText } from '../xml-codec.js';
import { ConnectionBase } from './connection-base.js';

/** The host's processors and memory. */
export interface NodeInfo {
  /** Of the processors: `x86_64`. */
  readonly model: string;
  readonly memoryKiB: bigint;
  /** CPUs that are online. */
  readonly cpus: number;
  /** The processors' clock; 0 where unknown. */
  readonly mhz: number;
  /** NUMA cells. */
  readonly nodes: number;
  /** Sockets of each NUMA cell. */
  readonly sockets: number;
  /** Cores of each socket. */
  readonly cores: number;
  /** Threads of each core. */
  readonly threads: number;
}

/** The host's security model (`selinux`) and its domain of interpretation; empty without one. */
export interface NodeSecurityModel extends RetOf<RemoteProcedures['nodeGetSecurityModel']> {}

/** The host's CPUs. */
export interface NodeCpuMap {
  /** How many there are, online or not. */
  readonly cpus: number;
  readonly online: readonly number[];
}

/** A hypervisor of the host, as one of its domains would have it. What is not given is the usual one. */
export interface HypervisorChoice {
  /** The program: `/usr/bin/qemu-system-x86_64`. */
  readonly emulator?: string | undefined;
  /** `x86_64`. */
  readonly arch?: string | undefined;
  /** `q35`. */
  readonly machine?: string | undefined;
  /** The domain's type: `kvm`, `qemu`. */
  readonly virttype?: string | undefined;
}

/** The hypervisor and its host. */
export abstract class HostCalls extends ConnectionBase {
  /** The CPU that all given CPUs (XML documents) can stand in for. */
  baselineCPU(xmlCPUs: readonly string[], options?: ConnectBaselineCPUOptions & AsText): Promise<string>;
  baselineCPU<D>(xmlCPUs: readonly string[], options: ConnectBaselineCPUOptions & AsValue<D>): Promise<D>;
  async baselineCPU<D>(
    xmlCPUs: readonly string[],
    options?: ConnectBaselineCPUOptions & AsDocument<D>,
  ): Promise<string | D> {
    const { cpu } = await this.call.connectBaselineCPU(
      { xmlCPUs, flags: flagsOf(ConnectBaselineCPUFlags, options) },
      options,
    );
    return documentAs(cpu, options);
  }

  /** The CPU that hypervisors can give on all the given hosts (XML documents); absent options are the usual ones. */
  baselineHypervisorCPU(
    xmlCPUs: readonly string[],
    options?: ConnectBaselineCPUOptions & HypervisorChoice & AsText,
  ): Promise<string>;
  baselineHypervisorCPU<D>(
    xmlCPUs: readonly string[],
    options: ConnectBaselineCPUOptions & HypervisorChoice & AsValue<D>,
  ): Promise<D>;
  async baselineHypervisorCPU<D>(
    xmlCPUs: readonly string[],
    options?: ConnectBaselineCPUOptions & HypervisorChoice & AsDocument<D>,
  ): Promise<string | D> {
    const { cpu } = await this.call.connectBaselineHypervisorCPU(
      {
        emulator: options?.emulator ?? null,
        arch: options?.arch ?? null,
        machine: options?.machine ?? null,
        virttype: options?.virttype ?? null,
        xmlCPUs,
        flags: flagsOf(ConnectBaselineCPUFlags, options),
      },
      options,
    );
    return documentAs(cpu, options);
  }

  /** Compares a CPU's XML with the host's. With `failIncompatible` an incompatible one is an error. */
  async compareCPU<T>(xml: XmlSource<T>, options?: ConnectCompareCPUOptions): Promise<NameOf<typeof CPUCompareResult>> {
    const { result } = await this.call.connectCompareCPU(
      { xml: xmlText(xml), flags: flagsOf(ConnectCompareCPUFlags, options) },
      options,
    );
    return nameOf(CPUCompareResult, result);
  }

  /** Compares a CPU's XML with what the hypervisor can give a guest; absent options are the usual ones. */
  async compareHypervisorCPU<T>(
    xmlCPU: XmlSource<T>,
    options?: ConnectCompareCPUOptions & HypervisorChoice,
  ): Promise<NameOf<typeof CPUCompareResult>> {
    const { result } = await this.call.connectCompareHypervisorCPU(
      {
        emulator: options?.emulator ?? null,
        arch: options?.arch ?? null,
        machine: options?.machine ?? null,
        virttype: options?.virttype ?? null,
        xmlCPU: xmlText(xmlCPU),
        flags: flagsOf(ConnectCompareCPUFlags, options),
      },
      options,
    );
    return nameOf(CPUCompareResult, result);
  }

  /** Domain XML out of a hypervisor's own configuration. `nativeFormat`: `qemu-argv`, `vmware-vmx`. */
  domainXMLFromNative(nativeFormat: string, nativeConfig: string, options?: PlainOptions & AsText): Promise<string>;
  domainXMLFromNative<D>(nativeFormat: string, nativeConfig: string, options: PlainOptions & AsValue<D>): Promise<D>;
  async domainXMLFromNative<D>(
    nativeFormat: string,
    nativeConfig: string,
    options?: PlainOptions & AsDocument<D>,
  ): Promise<string | D> {
    const { domainXml } = await this.call.connectDomainXMLFromNative(
      { nativeFormat, nativeConfig, flags: options?.flags ?? 0 },
      options,
    );
    return documentAs(domainXml, options);
  }

  /** A hypervisor's own configuration out of domain XML: QEMU's command line, a VMX file. */
  async domainXMLToNative<T>(nativeFormat: string, domainXml: XmlSource<T>, options?: PlainOptions): Promise<string> {
    const { nativeConfig } = await this.call.connectDomainXMLToNative(
      { nativeFormat, domainXml: xmlText(domainXml), flags: options?.flags ?? 0 },
      options,
    );
    return nativeConfig;
  }

  /** Names of the CPU models of an architecture. */
  async getCPUModelNames(arch: string, options?: PlainOptions): Promise<readonly string[]> {
    const { models } = await this.call.connectGetCPUModelNames({ arch, flags: options?.flags ?? 0 }, options);
    return models;
  }

  /** XML document of what host and hypervisor can do: CPU, NUMA cells, guest architectures. */
  getCapabilities(options?: CallOptions & AsText): Promise<string>;
  getCapabilities<D>(options: CallOptions & AsValue<D>): Promise<D>;
  async getCapabilities<D>(options?: CallOptions & AsDocument<D>): Promise<string | D> {
    const { capabilities } = await this.call.connectGetCapabilities({}, options);
    return documentAs(capabilities, options);
  }

  /**
   * What a guest may have with an emulator, architecture, machine and domain type; those that are absent are the
   * usual ones.
   */
  getDomainCapabilities(options?: ConnectGetDomainCapabilitiesOptions & HypervisorChoice & AsText): Promise<string>;
  getDomainCapabilities<D>(options: ConnectGetDomainCapabilitiesOptions & HypervisorChoice & AsValue<D>): Promise<D>;
  async getDomainCapabilities<D>(
    options?: ConnectGetDomainCapabilitiesOptions & HypervisorChoice & AsDocument<D>,
  ): Promise<string | D> {
    const { capabilities } = await this.call.connectGetDomainCapabilities(
      {
        emulatorbin: options?.emulator ?? null,
        arch: options?.arch ?? null,
        machine: options?.machine ?? null,
        virttype: options?.virttype ?? null,
        flags: flagsOf(ConnectGetDomainCapabilitiesFlags, options),
      },
      options,
    );
    return documentAs(capabilities, options);
  }

  /** Name of the host that the hypervisor runs on. */
  async getHostname(options?: CallOptions): Promise<string> {
    const { hostname } = await this.call.connectGetHostname({}, options);
    return hostname;
  }

  /** Version of the server's library as major * 1000000 + minor * 1000 + release. */
  async getLibVersion(options?: CallOptions): Promise<number> {
    const { libVer } = await this.call.connectGetLibVersion({}, options);
    return Number(libVer);
  }

  /** Most vCPUs that a guest may have, of a domain type (`kvm`) or the usual one. */
  async getMaxVcpus(type?: string, options?: CallOptions): Promise<number> {
    return (await this.call.connectGetMaxVcpus({ type: type ?? null }, options)).maxVcpus;
  }

  /** SMBIOS of the host as XML. */
  getSysinfo(options?: PlainOptions & AsText): Promise<string>;
  getSysinfo<D>(options: PlainOptions & AsValue<D>): Promise<D>;
  async getSysinfo<D>(options?: PlainOptions & AsDocument<D>): Promise<string | D> {
    const { sysinfo } = await this.call.connectGetSysinfo({ flags: options?.flags ?? 0 }, options);
    return documentAs(sysinfo, options);
  }

  /** Name of the hypervisor's kind: `QEMU`, `LXC`, `Test`. */
  async getType(options?: CallOptions): Promise<string> {
    const { type } = await this.call.connectGetType({}, options);
    return type;
  }

  /** URI of the connection as the hypervisor driver sees it. */
  async getURI(options?: CallOptions): Promise<string> {
    return (await this.call.connectGetURI({}, options)).uri;
  }

  /** Version of the hypervisor as major * 1000000 + minor * 1000 + release. */
  async getVersion(options?: CallOptions): Promise<number> {
    const { hvVer } = await this.call.connectGetVersion({}, options);
    return Number(hvVer);
  }

  /** Whether nobody can listen to the connection: a local socket, or encrypted. */
  async isSecure(options?: CallOptions): Promise<boolean> {
    const { secure } = await this.call.connectIsSecure({}, options);
    return secure !== 0;
  }

  /** Says on whose behalf this connection acts; only privileged callers may. */
  setIdentity(params: IdentityParameters, options?: PlainOptions): Promise<void> {
    return this.call.connectSetIdentity({ params: identity.encode(params), flags: options?.flags ?? 0 }, options);
  }

  /**
   * Reserves huge pages: of each size in KiB so many, in `cellCount` NUMA cells from `startCell` on (-1: all together).
   * @returns how many cells it was done in
   */
  async nodeAllocPages(
    pages: readonly { readonly sizeKiB: number; readonly count: bigint }[],
    options?: NodeAllocPagesOptions & {
      readonly startCell?: number | undefined;
      readonly cellCount?: number | undefined;
    },
  ): Promise<number> {
    const args = {
      pageSizes: pages.map(({ sizeKiB }) => sizeKiB),
      pageCounts: pages.map(({ count }) => count),
      startCell: options?.startCell ?? -1,
      cellCount: options?.cellCount ?? 1,
      flags: flagsOf(NodeAllocPagesFlags, options),
    };
    return (await this.call.nodeAllocPages(args, options)).ret;
  }

  /** Which host CPUs there are, and which of them are online. */
  async nodeGetCPUMap(options?: PlainOptions): Promise<NodeCpuMap> {
    const args = { needMap: 1, needOnline: 1, flags: options?.flags ?? 0 };
    const { cpumap, ret } = await this.call.nodeGetCPUMap(args, options);
    return { cpus: ret, online: cpusIn(cpumap) };
  }

  /** CPU time of the host: of one CPU, or all together. @throws VirtError INVALID_ARG for a CPU that there is not */
  async nodeGetCPUStats(options?: PlainOptions & { readonly cpu?: number | undefined }): Promise<NodeCpuStats> {
    const args = { cpuNum: options?.cpu ?? NodeGetCPUStatsAllCPUs.allCpus, flags: options?.flags ?? 0 };
    return nodeCpuStats.decode(typed((await this.call.nodeGetCPUStats(args, options)).params));
  }

  /** Free memory of NUMA cells in bytes, from cell `startCell` on. */
  async nodeGetCellsFreeMemory(startCell = 0, options?: CallOptions): Promise<readonly bigint[]> {
    return (await this.call.nodeGetCellsFreeMemory({ startCell }, options)).cells;
  }

  /** Free memory of the host in bytes. */
  async nodeGetFreeMemory(options?: CallOptions): Promise<bigint> {
    const { freeMem } = await this.call.nodeGetFreeMemory({}, options);
    return freeMem;
  }

  /** Free memory pages of each size (`pages`, in KiB) in `cellCount` NUMA cells from `startCell` on (-1: all together), cell by cell. */
  async nodeGetFreePages(
    pages: readonly number[],
    options?: PlainOptions & { readonly startCell?: number | undefined; readonly cellCount?: number | undefined },
  ): Promise<bigint[][]> {
    const { startCell = -1, cellCount = 1, flags = 0 } = options ?? {};
    const { counts } = await this.call.nodeGetFreePages({ pages, startCell, cellCount, flags }, options);
    const cells: bigint[][] = [];
    if (pages.length === 0) return cells;
    for (let at = 0; at < counts.length; at += pages.length) cells.push(counts.slice(at, at + pages.length));
    return cells;
  }

  /** The host's processors and memory. */
  async nodeGetInfo(options?: CallOptions): Promise<NodeInfo> {
    const { memory: memoryKiB, ...info } = await this.call.nodeGetInfo({}, options);
    return { ...info, memoryKiB };
  }

  /** How the host merges equal memory pages. */
  async nodeGetMemoryParameters(options?: PlainOptions): Promise<MemorySharing> {
    const { params } = await this.call.nodeGetMemoryParameters(
      { flags: (options?.flags ?? 0) | (await this.textFlag(options)) },
      options,
    );
    return memorySharing.decode(params);
  }

  /** Memory of the host: of one NUMA cell, or all together. @throws VirtError INVALID_ARG for a cell that there is not */
  async nodeGetMemoryStats(options?: PlainOptions & { readonly cell?: number | undefined }): Promise<NodeMemoryStats> {
    const args = { cellNum: options?.cell ?? NodeGetMemoryStatsAllCells.allCells, flags: options?.flags ?? 0 };
    return nodeMemoryStats.decode(typed((await this.call.nodeGetMemoryStats(args, options)).params));
  }

  /** What the host offers for AMD's encrypted guests. */
  async nodeGetSEVInfo(options?: PlainOptions): Promise<SevInfo> {
    const { params } = await this.call.nodeGetSEVInfo(
      { flags: (options?.flags ?? 0) | (await this.textFlag(options)) },
      options,
    );
    return sevInfo.decode(params);
  }

  /** The host's security model (`selinux`) and its domain of interpretation; empty without one. */
  async nodeGetSecurityModel(options?: CallOptions): Promise<NodeSecurityModel> {
    const model = await this.call.nodeGetSecurityModel({}, options);
    return model;
  }

  /** Changes how the host merges equal memory pages. */
  nodeSetMemoryParameters(params: MemorySharing, options?: PlainOptions): Promise<void> {
    return this.call.nodeSetMemoryParameters(
      { params: memorySharing.encode(params), flags: options?.flags ?? 0 },
      options,
    );
  }

  /** Suspends the host for so many seconds, at least 60: to memory (`mem`), `disk` or both (`hybrid`). */
  nodeSuspendForDuration(
    target: ValueOf<typeof NodeSuspendTarget>,
    durationSeconds: bigint,
    options?: PlainOptions,
  ): Promise<void> {
    return this.call.nodeSuspendForDuration(
      { target: numberOf(NodeSuspendTarget, target), duration: durationSeconds, flags: options?.flags ?? 0 },
      options,
    );
  }

  /** Whether calls can go out; false while the connection is lost. */
  isAlive(): boolean {
    return this.link.isConnected;
  }

  /** Whether the way to the daemon is encrypted. This package's own transports are not. */
  isEncrypted(): boolean {
    return this.traits.isEncrypted;
  }
}

/** Measurements of the host, which have the one type, as typed parameters. */
function typed(measurements: readonly { readonly field: string; readonly value: bigint }[]): TypedParam[] {
  return measurements.map(({ field, value }) => ({ field, value: { type: 'ullong', value } }));
}
