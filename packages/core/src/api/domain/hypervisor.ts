import {
  DomainMigrateMaxSpeedFlags,
  DomainQemuAgentCommandTimeoutValues,
  DomainQemuMonitorCommandFlags,
} from '../../protocol/enums/index.js';
import { lxc } from '../../protocol/lxc.js';
import { qemu } from '../../protocol/qemu.js';
import type { DomainMigrateMaxSpeedOptions, DomainQemuMonitorCommandOptions } from '../call-flags.js';
import { flagsOf, numberOf, type PlainOptions, type ValueOf } from '../flag-options.js';
import { DomainPoints } from './points-in-time.js';

/** A monitor's answer, and open files that came with it: descriptors, the caller's to close. */
export interface MonitorReply {
  readonly result: string;
  readonly files: readonly number[];
}

/** Tuning of migrations, and what only one hypervisor has: QEMU's monitor and agent, a container's namespaces. */
export abstract class DomainHypervisorCalls extends DomainPoints {
  /** Size of the cache for compressed migration, in bytes. */
  async migrateGetCompressionCache(options?: PlainOptions): Promise<bigint> {
    const { cacheSize } = await this.call.domainMigrateGetCompressionCache(
      { dom: this.ref, flags: options?.flags ?? 0 },
      options,
    );
    return cacheSize;
  }

  /** How long the guest may stand still at the end of a live migration, in ms. */
  async migrateGetMaxDowntime(options?: PlainOptions): Promise<bigint> {
    const { downtime } = await this.call.domainMigrateGetMaxDowntime(
      { dom: this.ref, flags: options?.flags ?? 0 },
      options,
    );
    return downtime;
  }

  /** The bandwidth of migrations in MiB/s. */
  async migrateGetMaxSpeed(options?: DomainMigrateMaxSpeedOptions): Promise<bigint> {
    const { bandwidth } = await this.call.domainMigrateGetMaxSpeed(
      { dom: this.ref, flags: flagsOf(DomainMigrateMaxSpeedFlags, options) },
      options,
    );
    return bandwidth;
  }

  /** Sets the size of the cache for compressed migration, in bytes. */
  migrateSetCompressionCache(cacheSize: bigint, options?: PlainOptions): Promise<void> {
    return this.call.domainMigrateSetCompressionCache(
      { dom: this.ref, cacheSize, flags: options?.flags ?? 0 },
      options,
    );
  }

  /** Sets how long the guest may stand still at the end of a live migration, in ms. */
  migrateSetMaxDowntime(downtimeMs: bigint, options?: PlainOptions): Promise<void> {
    return this.call.domainMigrateSetMaxDowntime(
      { dom: this.ref, downtime: downtimeMs, flags: options?.flags ?? 0 },
      options,
    );
  }

  /** Sets the bandwidth of migrations in MiB/s. */
  migrateSetMaxSpeed(bandwidth: bigint, options?: DomainMigrateMaxSpeedOptions): Promise<void> {
    return this.call.domainMigrateSetMaxSpeed(
      { dom: this.ref, bandwidth, flags: flagsOf(DomainMigrateMaxSpeedFlags, options) },
      options,
    );
  }

  /** Has a running migration switch over: the guest goes on at the destination and fetches its memory from there. */
  migrateStartPostCopy(options?: PlainOptions): Promise<void> {
    return this.call.domainMigrateStartPostCopy({ dom: this.ref, flags: options?.flags ?? 0 }, options);
  }

  /**
   * Passes a command (JSON) to the guest agent.
   * @returns its answer as JSON; undefined when none was waited for
   * @throws VirtError AGENT_UNRESPONSIVE when the agent is not there or does not answer in time
   * @example
   * ```ts
   * import { open } from '@tsvirt/core';
   *
   * await using connection = await open('qemu+unix:///system');
   * const web = await connection.domainLookupByName('web');
   * const ping = JSON.stringify({ execute: 'guest-ping' });
   * console.log(await web.qemuAgentCommand(ping, { waitSeconds: 5 })); // {"return":{}}
   * ```
   */
  async qemuAgentCommand(
    cmd: string,
    options?: PlainOptions & {
      /** How long the daemon waits for the agent: seconds, `nowait`, `block`; `default` unless given. */
      readonly waitSeconds?: ValueOf<typeof DomainQemuAgentCommandTimeoutValues> | undefined;
    },
  ): Promise<string | undefined> {
    const timeout = numberOf(DomainQemuAgentCommandTimeoutValues, options?.waitSeconds ?? 'default');
    const { result } = await this.connection.qemu.domainAgentCommand(
      { dom: this.ref, cmd, timeout, flags: options?.flags ?? 0 },
      options,
    );
    return result ?? undefined;
  }

  /** Passes a command to the guest's monitor: QMP as JSON, or with `hmp` the human one's text. */
  async qemuMonitorCommand(cmd: string, options?: DomainQemuMonitorCommandOptions): Promise<string> {
    const { result } = await this.connection.qemu.domainMonitorCommand(
      { dom: this.ref, cmd, flags: flagsOf(DomainQemuMonitorCommandFlags, options) },
      options,
    );
    return result;
  }

  /** Passes a command to the guest's monitor together with open files, which are closed here. */
  async qemuMonitorCommandWithFiles(
    command: string,
    files: readonly number[],
    options: DomainQemuMonitorCommandOptions = {},
  ): Promise<MonitorReply> {
    const args = { dom: this.ref, cmd: command, flags: flagsOf(DomainQemuMonitorCommandFlags, options) };
    const reply = await this.connection.callIn(qemu, 'domainMonitorCommandWithFiles', args, { ...options, fds: files });
    return { result: reply.ret.result, files: reply.fds };
  }

  /** Open files of the container's namespaces: descriptors, the caller's to close. */
  async lxcOpenNamespace(options: PlainOptions = {}): Promise<readonly number[]> {
    const args = { dom: this.ref, flags: options.flags ?? 0 };
    return (await this.connection.callIn(lxc, 'domainOpenNamespace', args, options)).fds;
  }
}
