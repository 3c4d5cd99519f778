import type { Guest } from '../definition.js';
import type { EmulatorCapabilities } from '../capabilities/emulator-capabilities.js';
import type { GuestFiles } from '../state/layout.js';
import type { Arguments } from './arguments.js';

/** What every part of a command line is made from. */
export interface CommandContext {
  readonly domain: Guest;
  readonly capabilities: EmulatorCapabilities;
  readonly files: GuestFiles;
  readonly args: Arguments;
  /** How the network interfaces reach the host. */
  readonly nics: NicBackends;
  /** Whether this is for running the guest; else it only shows how that would look. */
  readonly runs: boolean;
  /** Name of the QMP socket's descriptor; absent: QEMU makes the socket at its path. */
  readonly monitorFd: number | undefined;
}

/** The taps of interfaces by their position. */
export interface NicBackends {
  tap(index: number): TapFds | undefined;
}

/** Numbers, in QEMU, of the descriptors that it inherits for a tap: one for each queue. */
export interface TapFds {
  readonly fds: readonly string[];
  /** The kernel's workers for the queues; empty: QEMU moves the frames itself. */
  readonly vhostFds: readonly string[];
}

/** The model suffix of virtio devices: which generations of drivers they serve. */
export function virtioDevice(name: string, model: string | undefined): string {
  if (model === 'virtio-transitional') return `${name}-transitional`;
  if (model === 'virtio-non-transitional') return `${name}-non-transitional`;
  return name;
}

/** `on`, `off`, or nothing. */
export function onOff(value: boolean | undefined): 'on' | 'off' | undefined {
  return value === undefined ? undefined : value ? 'on' : 'off';
}
