import type { CallOptions } from '../../contract/index.js';
import {
  DomainCreateFlags,
  DomainDestroyFlagsValues,
  DomainLifecycle,
  DomainLifecycleAction,
  DomainModificationImpact,
  DomainRebootFlagValues,
  DomainShutdownFlagValues,
  DomainUndefineFlagsValues,
  NodeSuspendTarget,
} from '../../protocol/enums/index.js';
import type {
  DomainCreateOptions,
  DomainDestroyOptions,
  DomainModificationImpactOptions,
  DomainRebootOptions,
  DomainShutdownOptions,
  DomainUndefineOptions,
} from '../call-flags.js';
import { flagsOf, numberOf, type PlainOptions, type ValueOf } from '../flag-options.js';
import { DomainDescription } from './info.js';

/** Starting, stopping and removing a domain. */
export abstract class DomainLifecycleCalls extends DomainDescription {
  /** Starts a defined domain. */
  async create(options?: CallOptions): Promise<void> {
    await this.call.domainCreate({ dom: this.ref }, options);
    const { dom } = await this.call.domainLookupByUUID({ uuid: this.uuid }, options);
    this.renew(dom);
  }

  /** Starts a defined container; `files` are descriptors, which become its own from 3 on and are closed here. */
  async createWithFiles(files: readonly number[], options: DomainCreateOptions = {}): Promise<void> {
    const args = { dom: this.ref, flags: flagsOf(DomainCreateFlags, options) };
    const { ret } = await this.connection.callFully('domainCreateWithFiles', args, { ...options, fds: files });
    this.renew(ret.dom);
  }

  /** Starts a defined domain in a way of the caller's choice. */
  async createWithFlags(options?: DomainCreateOptions): Promise<void> {
    const { dom } = await this.call.domainCreateWithFlags(
      { dom: this.ref, flags: flagsOf(DomainCreateFlags, options) },
      options,
    );
    this.renew(dom);
  }

  /** Stops a guest at once, as if its power were cut. */
  async destroy(options?: CallOptions): Promise<void> {
    await this.call.domainDestroy({ dom: this.ref }, options);
    this.renew({ ...this.ref, id: -1 });
  }

  /** Stops a guest at once; with `graceful` a guest that doesn't react to a polite kill is left running. */
  async destroyFlags(options?: DomainDestroyOptions): Promise<void> {
    const flags = flagsOf(DomainDestroyFlagsValues, options);
    await this.call.domainDestroyFlags({ dom: this.ref, flags }, options);
    this.renew({ ...this.ref, id: -1 });
  }

  /** Has the guest suspend itself, for so many seconds where the hypervisor can (0, which is usual: until it is woken). */
  pmSuspendForDuration(
    target: ValueOf<typeof NodeSuspendTarget>,
    options?: PlainOptions & { readonly durationSeconds?: bigint | undefined },
  ): Promise<void> {
    const { durationSeconds: duration = 0n, flags = 0 } = options ?? {};
    const args = { dom: this.ref, target: numberOf(NodeSuspendTarget, target), duration, flags };
    return this.call.domainPMSuspendForDuration(args, options);
  }

  /** Wakes a guest that suspended itself. */
  pmWakeup(options?: PlainOptions): Promise<void> {
    return this.call.domainPMWakeup({ dom: this.ref, flags: options?.flags ?? 0 }, options);
  }

  /** Asks the guest to reboot; returns without waiting. Options choose the way; without, each that there is is tried. */
  reboot(options?: DomainRebootOptions): Promise<void> {
    return this.call.domainReboot({ dom: this.ref, flags: flagsOf(DomainRebootFlagValues, options) }, options);
  }

  /** Resets the guest as its reset button would. */
  reset(options?: PlainOptions): Promise<void> {
    return this.call.domainReset({ dom: this.ref, flags: options?.flags ?? 0 }, options);
  }

  /** Lets a suspended guest go on. */
  resume(options?: CallOptions): Promise<void> {
    return this.call.domainResume({ dom: this.ref }, options);
  }

  /** Sets what happens (`restart`, `preserve`) when the guest powers off, reboots or crashes. */
  setLifecycleAction(
    type: ValueOf<typeof DomainLifecycle>,
    action: ValueOf<typeof DomainLifecycleAction>,
    options?: DomainModificationImpactOptions,
  ): Promise<void> {
    return this.call.domainSetLifecycleAction(
      {
        dom: this.ref,
        type: numberOf(DomainLifecycle, type),
        action: numberOf(DomainLifecycleAction, action),
        flags: flagsOf(DomainModificationImpact, options),
      },
      options,
    );
  }

  /** Asks the guest to shut down; returns without waiting, and the guest may ignore it. */
  shutdown(options?: CallOptions): Promise<void> {
    return this.call.domainShutdown({ dom: this.ref }, options);
  }

  /** Asks the guest to shut down in a way of the caller's choice. */
  shutdownFlags(options?: DomainShutdownOptions): Promise<void> {
    return this.call.domainShutdownFlags({ dom: this.ref, flags: flagsOf(DomainShutdownFlagValues, options) }, options);
  }

  /** Halts the guest's CPUs; its memory stays. */
  suspend(options?: CallOptions): Promise<void> {
    return this.call.domainSuspend({ dom: this.ref }, options);
  }

  /** Removes the stored definition. A running guest goes on and becomes transient. */
  undefine(options?: CallOptions): Promise<void> {
    return this.call.domainUndefine({ dom: this.ref }, options);
  }

  /** Removes the stored definition, and what options name beside it. */
  undefineFlags(options?: DomainUndefineOptions): Promise<void> {
    return this.call.domainUndefineFlags(
      { dom: this.ref, flags: flagsOf(DomainUndefineFlagsValues, options) },
      options,
    );
  }
}
