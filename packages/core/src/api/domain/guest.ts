import type { DomainFSInfo } from '../../protocol/domain-shapes.js';
import {
  DomainAgentResponseTimeoutValues,
  DomainAuthorizedSSHKeysSetFlags,
  DomainGetHostnameFlags,
  DomainGuestInfoTypes,
  DomainInterfaceAddressesSource,
  DomainProcessSignal,
  DomainSetTimeFlags,
  DomainSetUserPasswordFlags,
} from '../../protocol/enums/index.js';
import type {
  DomainAuthorizedSSHKeysSetOptions,
  DomainGetHostnameOptions,
  DomainSetTimeOptions,
  DomainSetUserPasswordOptions,
} from '../call-flags.js';
import { flagsOf, numberOf, type PlainOptions, type ValueOf } from '../flag-options.js';
import { paramRecord, type ParamRecord } from '../parameters/parameter-group.js';
import { DomainDevices } from './devices.js';
import { type GuestInterface, guestInterfaceOf } from './guest-interface.js';

/** A moment on the guest's clock, since 1970. */
export interface DomainTime {
  readonly seconds: bigint;
  readonly nanoseconds: number;
}

/** What to ask the guest about. */
export interface GuestInfoOptions extends PlainOptions {
  /** Groups to ask for: `{ os: true }`. Absent: all that the guest can answer. */
  readonly types?: { readonly [K in keyof typeof DomainGuestInfoTypes]?: boolean | undefined } | undefined;
}

/** What is asked of the guest itself, mostly through its agent. */
export abstract class DomainGuest extends DomainDevices {
  /** Sets how long calls wait for the guest agent: so many seconds, `nowait`, as long as it takes (`block`), `default`. */
  async agentSetResponseTimeout(
    seconds: ValueOf<typeof DomainAgentResponseTimeoutValues>,
    options?: PlainOptions,
  ): Promise<void> {
    const timeout = numberOf(DomainAgentResponseTimeoutValues, seconds);
    await this.call.domainAgentSetResponseTimeout({ dom: this.ref, timeout, flags: options?.flags ?? 0 }, options);
  }

  /** Lines of a guest user's `authorized_keys`. */
  async authorizedSSHKeysGet(user: string, options?: PlainOptions): Promise<readonly string[]> {
    const { keys } = await this.call.domainAuthorizedSSHKeysGet(
      { dom: this.ref, user, flags: options?.flags ?? 0 },
      options,
    );
    return keys;
  }

  /** Replaces, extends or prunes a guest user's `authorized_keys`. */
  authorizedSSHKeysSet(
    user: string,
    keys: readonly string[],
    options?: DomainAuthorizedSSHKeysSetOptions,
  ): Promise<void> {
    return this.call.domainAuthorizedSSHKeysSet(
      { dom: this.ref, user, keys, flags: flagsOf(DomainAuthorizedSSHKeysSetFlags, options) },
      options,
    );
  }

  /** Freezes file systems of the guest: those mounted there, or all. @returns how many */
  async fsFreeze(mountpoints: readonly string[] = [], options?: PlainOptions): Promise<number> {
    const args = { dom: this.ref, mountpoints, flags: options?.flags ?? 0 };
    return (await this.call.domainFSFreeze(args, options)).filesystems;
  }

  /** Lets frozen file systems go on: those mounted there, or all. @returns how many */
  async fsThaw(mountpoints: readonly string[] = [], options?: PlainOptions): Promise<number> {
    const args = { dom: this.ref, mountpoints, flags: options?.flags ?? 0 };
    return (await this.call.domainFSThaw(args, options)).filesystems;
  }

  /** Has the guest give back unused blocks of a mounted file system, or of all. Runs shorter than `minimum` bytes may be left. */
  fsTrim(
    options?: PlainOptions & { readonly mountPoint?: string | undefined; readonly minimum?: bigint | undefined },
  ): Promise<void> {
    const { mountPoint = null, minimum = 0n, flags = 0 } = options ?? {};
    return this.call.domainFSTrim({ dom: this.ref, mountPoint, minimum, flags }, options);
  }

  /** File systems mounted in the guest, as its agent says. */
  async getFSInfo(options?: PlainOptions): Promise<readonly DomainFSInfo[]> {
    const { info } = await this.call.domainGetFSInfo({ dom: this.ref, flags: options?.flags ?? 0 }, options);
    return info;
  }

  /**
   * What the guest says about itself, by the API's names (`os.id`, `user.0.name`), which `guestInfo` nests; without choice
   * everything it can.
   * @throws VirtError AGENT_UNRESPONSIVE when the guest's agent is not there
   */
  async getGuestInfo(options?: GuestInfoOptions): Promise<ParamRecord> {
    const args = { dom: this.ref, types: flagsOf(DomainGuestInfoTypes, options?.types), flags: options?.flags ?? 0 };
    return paramRecord((await this.call.domainGetGuestInfo(args, options)).params);
  }

  /** The guest's host name, from its agent or its DHCP lease. */
  async getHostname(options?: DomainGetHostnameOptions): Promise<string> {
    const { hostname } = await this.call.domainGetHostname(
      { dom: this.ref, flags: flagsOf(DomainGetHostnameFlags, options) },
      options,
    );
    return hostname;
  }

  /** The guest's clock since 1970. */
  async getTime(options?: PlainOptions): Promise<DomainTime> {
    const { seconds, nseconds } = await this.call.domainGetTime({ dom: this.ref, flags: options?.flags ?? 0 }, options);
    return { seconds, nanoseconds: nseconds };
  }

  /** Addresses of the guest's interfaces, as the DHCP server, the guest agent or the host's ARP table knows them. */
  async interfaceAddresses(
    source: ValueOf<typeof DomainInterfaceAddressesSource> = 'lease',
    options?: PlainOptions,
  ): Promise<GuestInterface[]> {
    const number = numberOf(DomainInterfaceAddressesSource, source);
    const args = { dom: this.ref, source: number, flags: options?.flags ?? 0 };
    return (await this.call.domainInterfaceAddresses(args, options)).ifaces.map(guestInterfaceOf);
  }

  /** Sends a signal (`term`, `kill`) to a process in the guest, by its pid there. */
  sendProcessSignal(pid: bigint, signum: ValueOf<typeof DomainProcessSignal>, options?: PlainOptions): Promise<void> {
    return this.call.domainSendProcessSignal(
      { dom: this.ref, pidValue: pid, signum: numberOf(DomainProcessSignal, signum), flags: options?.flags ?? 0 },
      options,
    );
  }

  /** Sets the guest's clock; with `timeSync` and no time, from the hardware clock. */
  setTime(
    time: { readonly seconds: bigint; readonly nanoseconds?: number } | undefined,
    options?: DomainSetTimeOptions,
  ): Promise<void> {
    const { seconds = 0n, nanoseconds = 0 } = time ?? {};
    const flags = flagsOf(DomainSetTimeFlags, options);
    return this.call.domainSetTime({ dom: this.ref, seconds, nseconds: nanoseconds, flags }, options);
  }

  /** Sets a user's password in the guest, through its agent; with `encrypted` it is a hash as in `/etc/shadow`. */
  setUserPassword(user: string, password: string, options?: DomainSetUserPasswordOptions): Promise<void> {
    return this.call.domainSetUserPassword(
      {
        dom: this.ref,
        user,
        password,
        flags: flagsOf(DomainSetUserPasswordFlags, options),
      },
      options,
    );
  }
}
