import type { CallOptions } from '../../contract/index.js';
import { DomainModificationImpact } from '../../protocol/enums/index.js';
import type { DomainModificationImpactOptions } from '../call-flags.js';
import { flagsOf } from '../flag-options.js';
import {
  blkioParameters,
  type BlkioParameters,
  blockIoTuneParameters,
  type BlockIoTuneParameters,
  interfaceParameters,
  type InterfaceParameters,
  memoryParameters,
  type MemoryParameters,
  numaParameters,
  type NumaParameters,
  schedulerParameters,
  type SchedulerParameters,
} from '../parameters/domain-tuning.js';
import { DomainConsoles } from './console.js';

/** A domain's share of the host: CPU time, memory, disk and network bandwidth. */
export abstract class DomainTuning extends DomainConsoles {
  /** Removes a throttle group. */
  delThrottleGroup(group: string, options?: DomainModificationImpactOptions): Promise<void> {
    return this.call.domainDelThrottleGroup(
      { dom: this.ref, group, flags: flagsOf(DomainModificationImpact, options) },
      options,
    );
  }

  /** Weights and limits of disk I/O. */
  async getBlkioParameters(options?: DomainModificationImpactOptions): Promise<BlkioParameters> {
    const { params } = await this.call.domainGetBlkioParameters(
      { dom: this.ref, flags: flagsOf(DomainModificationImpact, options) | (await this.connection.textFlag(options)) },
      options,
    );
    return blkioParameters.decode(params);
  }

  /** A disk's throttling. */
  async getBlockIoTune(disk: string, options?: DomainModificationImpactOptions): Promise<BlockIoTuneParameters> {
    const { params } = await this.call.domainGetBlockIoTune(
      {
        dom: this.ref,
        disk,
        flags: flagsOf(DomainModificationImpact, options) | (await this.connection.textFlag(options)),
      },
      options,
    );
    return blockIoTuneParameters.decode(params);
  }

  /** A NIC's bandwidth in KiB/s. */
  async getInterfaceParameters(
    device: string,
    options?: DomainModificationImpactOptions,
  ): Promise<InterfaceParameters> {
    const { params } = await this.call.domainGetInterfaceParameters(
      {
        dom: this.ref,
        device,
        flags: flagsOf(DomainModificationImpact, options) | (await this.connection.textFlag(options)),
      },
      options,
    );
    return interfaceParameters.decode(params);
  }

  /** Limits of guest memory, in KiB. */
  async getMemoryParameters(options?: DomainModificationImpactOptions): Promise<MemoryParameters> {
    const { params } = await this.call.domainGetMemoryParameters(
      { dom: this.ref, flags: flagsOf(DomainModificationImpact, options) | (await this.connection.textFlag(options)) },
      options,
    );
    return memoryParameters.decode(params);
  }

  /** Where guest memory lies. */
  async getNumaParameters(options?: DomainModificationImpactOptions): Promise<NumaParameters> {
    const { params } = await this.call.domainGetNumaParameters(
      { dom: this.ref, flags: flagsOf(DomainModificationImpact, options) | (await this.connection.textFlag(options)) },
      options,
    );
    return numaParameters.decode(params);
  }

  /** Parameters of the CPU scheduler. */
  async getSchedulerParameters(options?: CallOptions): Promise<SchedulerParameters> {
    const { params } = await this.call.domainGetSchedulerParameters({ dom: this.ref }, options);
    return schedulerParameters.decode(params);
  }

  /** Parameters of the CPU scheduler: live or stored. */
  async getSchedulerParametersFlags(options?: DomainModificationImpactOptions): Promise<SchedulerParameters> {
    // None of them is text: the flag that lets text come is not sent, since libvirt's mock refuses it.
    const { params } = await this.call.domainGetSchedulerParametersFlags(
      { dom: this.ref, flags: flagsOf(DomainModificationImpact, options) },
      options,
    );
    return schedulerParameters.decode(params);
  }

  /** Name of the CPU scheduler that the hypervisor uses: `posix`, `credit`. */
  async getSchedulerType(options?: CallOptions): Promise<string> {
    const { type } = await this.call.domainGetSchedulerType({ dom: this.ref }, options);
    return type;
  }

  /** Changes weights and limits of disk I/O. */
  setBlkioParameters(params: BlkioParameters, options?: DomainModificationImpactOptions): Promise<void> {
    return this.call.domainSetBlkioParameters(
      { dom: this.ref, params: blkioParameters.encode(params), flags: flagsOf(DomainModificationImpact, options) },
      options,
    );
  }

  /** Changes a disk's throttling. */
  setBlockIoTune(
    disk: string,
    params: BlockIoTuneParameters,
    options?: DomainModificationImpactOptions,
  ): Promise<void> {
    return this.call.domainSetBlockIoTune(
      {
        dom: this.ref,
        disk,
        params: blockIoTuneParameters.encode(params),
        flags: flagsOf(DomainModificationImpact, options),
      },
      options,
    );
  }

  /** Changes a NIC's bandwidth in KiB/s. */
  setInterfaceParameters(
    device: string,
    params: InterfaceParameters,
    options?: DomainModificationImpactOptions,
  ): Promise<void> {
    return this.call.domainSetInterfaceParameters(
      {
        dom: this.ref,
        device,
        params: interfaceParameters.encode(params),
        flags: flagsOf(DomainModificationImpact, options),
      },
      options,
    );
  }

  /** Changes limits of guest memory, in KiB. */
  setMemoryParameters(params: MemoryParameters, options?: DomainModificationImpactOptions): Promise<void> {
    return this.call.domainSetMemoryParameters(
      { dom: this.ref, params: memoryParameters.encode(params), flags: flagsOf(DomainModificationImpact, options) },
      options,
    );
  }

  /** Changes where guest memory lies. */
  setNumaParameters(params: NumaParameters, options?: DomainModificationImpactOptions): Promise<void> {
    return this.call.domainSetNumaParameters(
      { dom: this.ref, params: numaParameters.encode(params), flags: flagsOf(DomainModificationImpact, options) },
      options,
    );
  }

  /** Changes parameters of the running guest's CPU scheduler. */
  setSchedulerParameters(params: SchedulerParameters, options?: CallOptions): Promise<void> {
    return this.call.domainSetSchedulerParameters(
      { dom: this.ref, params: schedulerParameters.encode(params) },
      options,
    );
  }

  /** Changes parameters of the CPU scheduler: live, stored or both. */
  setSchedulerParametersFlags(params: SchedulerParameters, options?: DomainModificationImpactOptions): Promise<void> {
    return this.call.domainSetSchedulerParametersFlags(
      { dom: this.ref, params: schedulerParameters.encode(params), flags: flagsOf(DomainModificationImpact, options) },
      options,
    );
  }

  /** Makes or changes a throttle group that disks may share. */
  setThrottleGroup(
    group: string,
    params: BlockIoTuneParameters,
    options?: DomainModificationImpactOptions,
  ): Promise<void> {
    return this.call.domainSetThrottleGroup(
      {
        dom: this.ref,
        group,
        params: blockIoTuneParameters.encode(params),
        flags: flagsOf(DomainModificationImpact, options),
      },
      options,
    );
  }
}
