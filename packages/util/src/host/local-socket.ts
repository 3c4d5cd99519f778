import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { VirtError } from '../virt-error.js';
import { userDirectories } from './xdg.js';

/** Which daemon of the host is meant: the hypervisor's own, the one for all, or whichever is there. */
export const daemonModes = ['auto', 'direct', 'legacy'] as const;
/** Which daemon a connection goes to: one for each hypervisor, one for all, or whichever is there. */
export type DaemonMode = (typeof daemonModes)[number];

/** The mode that a URI's parameter or a configuration names; undefined where it says nothing. @throws VirtError INVALID_ARG */
export function daemonMode(text: string | undefined): DaemonMode | undefined {
  if (text === undefined) return undefined;
  const found = daemonModes.find(name => name === text);
  if (found !== undefined) return found;
  throw new VirtError('INVALID_ARG', 'REMOTE', `daemon mode '${text}', expected ${daemonModes.join(', ')}`);
}

/** What decides which of this host's daemons is meant. */
export interface LocalChoice {
  /** `qemu`, `test`: whose daemon it would be. Undefined: no one's in particular. */
  readonly driver: string | undefined;
  /** The URI's path: `/session` is the user's daemon, anything else the system's. */
  readonly path: string;
  readonly readOnly: boolean;
  readonly mode: DaemonMode;
}

/** Drivers that have a daemon of their own where libvirt is installed as many daemons. */
const ownDaemons: ReadonlySet<string> = new Set([
  'qemu',
  'lxc',
  'xen',
  'vbox',
  'bhyve',
  'ch',
  'vz',
  'network',
  'storage',
  'secret',
  'interface',
  'nodedev',
  'nwfilter',
]);

const systemFolder = '/run/libvirt';

/** The socket of a driver's own daemon; undefined for drivers that have none. */
export function directSocket(choice: Omit<LocalChoice, 'mode'>): string | undefined {
  const { driver } = choice;
  if (driver === undefined || !ownDaemons.has(driver)) return undefined;
  return join(socketFolder('libvirt', choice), `virt${driver}d-sock${suffix(choice)}`);
}

/**
 * The socket of the daemon that serves a URI on this host. With mode `auto` the first that is there of: the driver's own
 * daemon, libvirtd (or virtproxyd in its place), tsvirtd; libvirtd's when none is.
 */
export async function localSocket(choice: LocalChoice): Promise<string> {
  const legacy = join(socketFolder('libvirt', choice), `libvirt-sock${suffix(choice)}`);
  const direct = directSocket(choice);
  if (choice.mode === 'legacy') return legacy;
  if (choice.mode === 'direct') return direct ?? legacy;
  const ours = join(socketFolder('tsvirt', choice), `libvirt-sock${suffix(choice)}`);
  for (const candidate of [direct, legacy, ours]) {
    if (candidate !== undefined && (await isThere(candidate))) return candidate;
  }
  return legacy;
}

/** Whether a URI's path means the daemon of this user instead of the system's. */
function isOfUser(path: string): boolean {
  return path === '/session' && process.getuid?.() !== 0;
}

function socketFolder(name: 'libvirt' | 'tsvirt', { path }: { readonly path: string }): string {
  if (isOfUser(path)) return userDirectories(name).runtime;
  return name === 'libvirt' ? systemFolder : '/run/tsvirt';
}

function suffix({ path, readOnly }: { readonly path: string; readonly readOnly: boolean }): string {
  // A user's own daemon has no socket for looking only: the call that opens the connection says it.
  return readOnly && !isOfUser(path) ? '-ro' : '';
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    // Not there, or not for us: the next one may be.
    () => false,
  );
}
