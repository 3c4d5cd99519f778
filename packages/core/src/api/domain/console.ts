import {
  DomainChannelFlags,
  DomainConsoleFlags,
  DomainGraphicsReloadType,
  DomainOpenGraphicsFlags,
  KeycodeSet,
} from '../../protocol/enums/index.js';
import type { DomainChannelOptions, DomainConsoleOptions, DomainOpenGraphicsOptions } from '../call-flags.js';
import { onlyDescriptor } from '../descriptors.js';
import { flagsOf, numberOf, type PlainOptions, type ValueOf } from '../flag-options.js';
import type { Stream } from '../stream.js';
import { DomainGuest } from './guest.js';

/** A picture of a screen. */
export interface Screenshot {
  /** Its media type; undefined when the hypervisor does not say. */
  readonly mime: string | undefined;
  readonly stream: Stream;
}

/** The ways into a guest: consoles, channels, displays, keys. */
export abstract class DomainConsoles extends DomainGuest {
  /** Has a display (`DomainGraphicsReloadType`) read its TLS certificates anew. */
  graphicsReload(type: ValueOf<typeof DomainGraphicsReloadType>, options?: PlainOptions): Promise<void> {
    return this.call.domainGraphicsReload(
      { dom: this.ref, type: numberOf(DomainGraphicsReloadType, type), flags: options?.flags ?? 0 },
      options,
    );
  }

  /** Sends the guest a non-maskable interrupt. */
  injectNMI(options?: PlainOptions): Promise<void> {
    return this.call.domainInjectNMI({ dom: this.ref, flags: options?.flags ?? 0 }, options);
  }

  /** Opens a channel, which carries both directions: the one with that target or alias, or the first. */
  openChannel(options: DomainChannelOptions & { readonly name?: string | undefined } = {}): Promise<Stream> {
    const args = { dom: this.ref, name: options.name ?? null, flags: flagsOf(DomainChannelFlags, options) };
    return this.connection.openStream('domainOpenChannel', args, options);
  }

  /** Opens a console, which carries both directions: the one with the alias `devName`, or the first. */
  openConsole(options: DomainConsoleOptions & { readonly devName?: string | undefined } = {}): Promise<Stream> {
    const args = { dom: this.ref, devName: options.devName ?? null, flags: flagsOf(DomainConsoleFlags, options) };
    return this.connection.openStream('domainOpenConsole', args, options);
  }

  /** Hands the hypervisor a connected socket (a descriptor, closed here) as a client of a display. */
  async openGraphics(index: number, fd: number, options: DomainOpenGraphicsOptions = {}): Promise<void> {
    const args = { dom: this.ref, idx: index, flags: flagsOf(DomainOpenGraphicsFlags, options) };
    await this.connection.callFully('domainOpenGraphics', args, { ...options, fds: [fd] });
  }

  /** A connected socket, whose other end is a client of a display: a descriptor, the caller's to close. */
  async openGraphicsFD(index: number, options: DomainOpenGraphicsOptions = {}): Promise<number> {
    const args = { dom: this.ref, idx: index, flags: flagsOf(DomainOpenGraphicsFlags, options) };
    const { fds } = await this.connection.callFully('domainOpenGraphicsFD', args, options);
    return onlyDescriptor(fds);
  }

  /** A picture of the screen: its media type (`image/x-portable-pixmap`), and a stream of its bytes. */
  async screenshot(screen = 0, options: PlainOptions = {}): Promise<Screenshot> {
    const args = { dom: this.ref, screen, flags: options.flags ?? 0 };
    const { ret, stream } = await this.connection.callFully('domainScreenshot', args, options);
    return { mime: ret.mime ?? undefined, stream: this.connection.streamOf(stream, options) };
  }

  /** Presses keys together for `holdMs` milliseconds; `codeset` says whose numbers they are. */
  sendKey(
    keycodes: readonly number[],
    options?: PlainOptions & {
      /** `linux` unless given. */
      readonly codeset?: ValueOf<typeof KeycodeSet> | undefined;
      /** 0 unless given: as short as the hypervisor likes. */
      readonly holdMs?: number | undefined;
    },
  ): Promise<void> {
    return this.call.domainSendKey(
      {
        dom: this.ref,
        codeset: numberOf(KeycodeSet, options?.codeset ?? 'linux'),
        holdtime: options?.holdMs ?? 0,
        keycodes,
        flags: options?.flags ?? 0,
      },
      options,
    );
  }
}
