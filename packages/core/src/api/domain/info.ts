import type { CallOptions } from '../../contract/index.js';
import {
  DomainAbortJobFlagsValues,
  DomainControlErrorReason,
  DomainControlState,
  DomainGetJobStatsFlags,
  DomainJobType,
  DomainMemoryModFlags,
  DomainMessageType,
  DomainMetadataType,
  DomainModificationImpact,
  DomainState,
  DomainXMLFlags,
} from '../../protocol/enums/index.js';
import type { RetOf } from '../../protocol/procedure.js';
import type { RemoteProcedures } from '../../protocol/remote/index.js';
import type {
  DomainAbortJobOptions,
  DomainGetJobStatsOptions,
  DomainMemoryModOptions,
  DomainModificationImpactOptions,
  DomainXMLOptions,
} from '../call-flags.js';
import type { Connection } from '../connection/connection.js';
import {
  type FlagOptions,
  flagsOf,
  nameOf,
  type NameOf,
  numberOf,
  type PlainOptions,
  type ValueOf,
} from '../flag-options.js';
import {
  jobStats,
  type JobStats,
  launchSecurityParameters,
  type LaunchSecurityParameters,
} from '../parameters/domain-jobs.js';
import { uuidBytes } from '../uuid-text.js';
import { type AsDocument, type AsText, type AsValue, documentAs } from '../xml-codec.js';
import { DomainBase } from './domain-base.js';
import { type DomainStateReport, stateReport } from './domain-state.js';

/** State and size of a domain at one moment. */
export interface DomainInfo {
  readonly state: DomainStateName;
  readonly maxMemoryKiB: bigint;
  readonly memoryKiB: bigint;
  readonly vcpus: number;
  /** CPU time that the guest has used, in ns. */
  readonly cpuTimeNs: bigint;
}

/** What a domain is doing. */
export type DomainStateName = NameOf<typeof DomainState>;

/** Whether a guest's monitor is free to answer. */
export interface DomainControlInfo {
  readonly state: NameOf<typeof DomainControlState>;
  /** What is wrong, in state `error`. */
  readonly reason: NameOf<typeof DomainControlErrorReason>;
  /** For how long, in ms. */
  readonly stateTimeMs: bigint;
}

/** The label that a guest's process runs under. */
export interface DomainSecurityLabel {
  readonly label: string;
  readonly isEnforcing: boolean;
}

/** Progress of a job: times in ms, sizes in bytes. */
export interface DomainJobInfo extends Omit<RetOf<RemoteProcedures['domainGetJobInfo']>, 'type'> {
  readonly type: NameOf<typeof DomainJobType>;
}

/** Progress of a job, as far as the hypervisor tells. */
export interface DomainJobStats extends JobStats {
  readonly type: NameOf<typeof DomainJobType>;
}

/** What a domain is: its XML, state, size, labels, metadata and jobs. */
export abstract class DomainDescription extends DomainBase {
  /** Aborts the domain's job, as far as it can be. */
  abortJob(options?: CallOptions): Promise<void> {
    return this.call.domainAbortJob({ dom: this.ref }, options);
  }

  /** Aborts the domain's job; options allow it for a migration past its switch-over. */
  abortJobFlags(options?: DomainAbortJobOptions): Promise<void> {
    return this.call.domainAbortJobFlags(
      { dom: this.ref, flags: flagsOf(DomainAbortJobFlagsValues, options) },
      options,
    );
  }

  /** Whether the domain starts with the host. */
  async getAutostart(options?: CallOptions): Promise<boolean> {
    const { autostart } = await this.call.domainGetAutostart({ dom: this.ref }, options);
    return autostart !== 0;
  }

  /** Whether the domain starts with the host next time only. */
  async getAutostartOnce(options?: CallOptions): Promise<boolean> {
    const { autostart } = await this.call.domainGetAutostartOnce({ dom: this.ref }, options);
    return autostart !== 0;
  }

  /** Whether the guest's monitor is free, and since how many ms. */
  async getControlInfo(options?: PlainOptions): Promise<DomainControlInfo> {
    const info = await this.call.domainGetControlInfo({ dom: this.ref, flags: options?.flags ?? 0 }, options);
    return {
      state: nameOf(DomainControlState, info.state),
      reason: nameOf(DomainControlErrorReason, info.details),
      stateTimeMs: info.stateTime,
    };
  }

  /** State, memory in KiB, vCPUs and consumed CPU time in ns. */
  async getInfo(options?: CallOptions): Promise<DomainInfo> {
    const info = await this.call.domainGetInfo({ dom: this.ref }, options);
    return {
      state: nameOf(DomainState, info.state),
      maxMemoryKiB: info.maxMem,
      memoryKiB: info.memory,
      vcpus: info.nrVirtCpu,
      cpuTimeNs: info.cpuTime,
    };
  }

  /** Progress of the domain's job: times in ms, sizes in bytes. `type` is `none` without a job. */
  async getJobInfo(options?: CallOptions): Promise<DomainJobInfo> {
    const info = await this.call.domainGetJobInfo({ dom: this.ref }, options);
    return { ...info, type: nameOf(DomainJobType, info.type) };
  }

  /** Progress of the domain's job, or with `completed` how the last one went. */
  async getJobStats(options?: DomainGetJobStatsOptions): Promise<DomainJobStats> {
    const { type, params } = await this.call.domainGetJobStats(
      { dom: this.ref, flags: flagsOf(DomainGetJobStatsFlags, options) },
      options,
    );
    return { type: nameOf(DomainJobType, type), ...jobStats.decode(params) };
  }

  /** What vouches for an encrypted guest's start. */
  async getLaunchSecurityInfo(options?: PlainOptions): Promise<LaunchSecurityParameters> {
    const { params } = await this.call.domainGetLaunchSecurityInfo(
      { dom: this.ref, flags: (options?.flags ?? 0) | (await this.connection.textFlag(options)) },
      options,
    );
    return launchSecurityParameters.decode(params);
  }

  /** Most memory that the guest may use, in KiB. */
  async getMaxMemory(options?: CallOptions): Promise<bigint> {
    const { memory } = await this.call.domainGetMaxMemory({ dom: this.ref }, options);
    return memory;
  }

  /** Warnings about the domain; without choice all kinds. */
  async getMessages(options?: CallOptions & FlagOptions<typeof DomainMessageType>): Promise<readonly string[]> {
    const args = { dom: this.ref, flags: flagsOf(DomainMessageType, options) };
    return (await this.call.domainGetMessages(args, options)).msgs;
  }

  /** Title, description, or the element of the namespace `uri`. */
  async getMetadata(
    type: ValueOf<typeof DomainMetadataType>,
    options?: DomainModificationImpactOptions & { readonly uri?: string | undefined },
  ): Promise<string> {
    const { metadata } = await this.call.domainGetMetadata(
      {
        dom: this.ref,
        type: numberOf(DomainMetadataType, type),
        uri: options?.uri ?? null,
        flags: flagsOf(DomainModificationImpact, options),
      },
      options,
    );
    return metadata;
  }

  /** How the guest boots: `hvm`, `linux`, `exe`. */
  async getOSType(options?: CallOptions): Promise<string> {
    const { type } = await this.call.domainGetOSType({ dom: this.ref }, options);
    return type;
  }

  /** The label that the guest's process runs under; empty while it does not run. */
  async getSecurityLabel(options?: CallOptions): Promise<DomainSecurityLabel> {
    const { label, enforcing } = await this.call.domainGetSecurityLabel({ dom: this.ref }, options);
    return { label, isEnforcing: enforcing !== 0 };
  }

  /** The labels that the guest's process runs under, one a security driver. */
  async getSecurityLabelList(options?: CallOptions): Promise<DomainSecurityLabel[]> {
    const { labels } = await this.call.domainGetSecurityLabelList({ dom: this.ref }, options);
    return labels.map(({ label, enforcing }) => ({ label, isEnforcing: enforcing !== 0 }));
  }

  /** State and the reason for it. */
  async getState(options?: PlainOptions): Promise<DomainStateReport> {
    const { state, reason } = await this.call.domainGetState({ dom: this.ref, flags: options?.flags ?? 0 }, options);
    return stateReport(state, reason);
  }

  /** XML of a domain; the live one while it runs, unless options ask for the stored one. */
  getXMLDesc(options?: DomainXMLOptions & AsText): Promise<string>;
  getXMLDesc<D>(options: DomainXMLOptions & AsValue<D>): Promise<D>;
  async getXMLDesc<D>(options?: DomainXMLOptions & AsDocument<D>): Promise<string | D> {
    const { xml } = await this.call.domainGetXMLDesc(
      { dom: this.ref, flags: flagsOf(DomainXMLFlags, options) },
      options,
    );
    return documentAs(xml, options);
  }

  /** Whether the domain runs. */
  async isActive(options?: CallOptions): Promise<boolean> {
    const { active } = await this.call.domainIsActive({ dom: this.ref }, options);
    return active !== 0;
  }

  /** Whether the domain is defined, hence survives its stop. */
  async isPersistent(options?: CallOptions): Promise<boolean> {
    const { persistent } = await this.call.domainIsPersistent({ dom: this.ref }, options);
    return persistent !== 0;
  }

  /** Whether the live definition differs from the stored one by a call's doing. */
  async isUpdated(options?: CallOptions): Promise<boolean> {
    const { updated } = await this.call.domainIsUpdated({ dom: this.ref }, options);
    return updated !== 0;
  }

  /**
   * Renames a domain that is not running. The object keeps its old name: look the domain up again, or use its
   * uuid.
   */
  async rename(newName: string, options?: PlainOptions): Promise<void> {
    await this.call.domainRename({ dom: this.ref, newName, flags: options?.flags ?? 0 }, options);
  }

  /** Sets whether the domain starts with the host. */
  setAutostart(autostart: boolean, options?: CallOptions): Promise<void> {
    return this.call.domainSetAutostart({ dom: this.ref, autostart: autostart ? 1 : 0 }, options);
  }

  /** Sets whether the domain starts with the host next time only. */
  setAutostartOnce(autostart: boolean, options?: CallOptions): Promise<void> {
    return this.call.domainSetAutostartOnce({ dom: this.ref, autostart: autostart ? 1 : 0 }, options);
  }

  /** Gives a secret to an encrypted guest that waits to start. */
  setLaunchSecurityState(params: LaunchSecurityParameters, options?: PlainOptions): Promise<void> {
    return this.call.domainSetLaunchSecurityState(
      { dom: this.ref, params: launchSecurityParameters.encode(params), flags: options?.flags ?? 0 },
      options,
    );
  }

  /** Sets the most memory that the guest may use, in KiB. */
  setMaxMemory(memoryKiB: bigint, options?: CallOptions): Promise<void> {
    return this.call.domainSetMaxMemory({ dom: this.ref, memory: memoryKiB }, options);
  }

  /** Sets the memory of the running guest in KiB, by its balloon. */
  setMemory(memoryKiB: bigint, options?: CallOptions): Promise<void> {
    return this.call.domainSetMemory({ dom: this.ref, memory: memoryKiB }, options);
  }

  /** Sets memory in KiB: live, stored, or the maximum. */
  setMemoryFlags(memoryKiB: bigint, options?: DomainMemoryModOptions): Promise<void> {
    return this.call.domainSetMemoryFlags(
      { dom: this.ref, memory: memoryKiB, flags: flagsOf(DomainMemoryModFlags, options) },
      options,
    );
  }

  /**
   * Sets title, description, or an element of someone's own with its namespace and prefix; undefined removes it.
   * @param metadata text for title and description, XML for an element
   */
  setMetadata(
    type: ValueOf<typeof DomainMetadataType>,
    metadata: string | undefined,
    options?: DomainModificationImpactOptions & {
      /** The namespace's prefix. */
      readonly key?: string | undefined;
      readonly uri?: string | undefined;
    },
  ): Promise<void> {
    return this.call.domainSetMetadata(
      {
        dom: this.ref,
        type: numberOf(DomainMetadataType, type),
        metadata: metadata ?? null,
        key: options?.key ?? null,
        uri: options?.uri ?? null,
        flags: flagsOf(DomainModificationImpact, options),
      },
      options,
    );
  }

  /** The connection that the domain was found through. */
  getConnect(): Connection {
    return this.connection;
  }

  /** Number of the running guest; undefined while it does not run, as far as this object was told. */
  getID(): number | undefined {
    return this.id;
  }

  /** Name, as it was when this object was made. */
  getName(): string {
    return this.name;
  }

  /** UUID as 16 bytes. */
  getUUID(): Uint8Array {
    return uuidBytes(this.uuid);
  }

  /** UUID as lower-case text. */
  getUUIDString(): string {
    return this.uuid;
  }
}
