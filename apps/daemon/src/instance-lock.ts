import { join } from 'node:path';
import { VirtError } from '@tsvirt/util';
import { LockFile } from '@tsvirt/util/host';
import type { Layout } from './layout.js';
import { exitCodes, StartupError } from './startup-error.js';

/**
 * Sees to it that one daemon works on these folders. The lock is one that needs no native calls, whose loading would
 * cost more than the rest of the start; so it keeps daemons of this kind apart, and no others.
 * @throws StartupError naming the process that holds them
 */
export async function lockInstance(layout: Layout): Promise<LockFile> {
  try {
    return await LockFile.acquire(join(layout.run, 'tsvirtd.lock'), { native: false });
  } catch (reason) {
    throw notLocked(reason, `another daemon works on ${layout.run}`);
  }
}

/** Where libvirtd notes that it runs, locked while it does. */
const libvirtdPidFile = '/run/libvirtd.pid';

/**
 * Keeps a libvirtd away that uses the same folders, by the lock that it takes itself; for `--layout libvirt`.
 * @throws StartupError naming the libvirtd that runs
 */
export async function lockOutLibvirtd(path = libvirtdPidFile): Promise<LockFile> {
  try {
    return await LockFile.acquire(path);
  } catch (reason) {
    throw notLocked(reason, 'libvirtd works on these folders, stop it first');
  }
}

/** A lock that somebody holds says who; one that cannot be made (a full disk) is no sign of another daemon. */
function notLocked(reason: unknown, whenHeld: string): StartupError {
  const { code, detail, message } = VirtError.wrap(reason, 'NONE');
  const text = detail ?? message;
  return code === 'OPERATION_FAILED'
    ? new StartupError(exitCodes.pidFile, `${whenHeld}: ${text}`, { cause: reason })
    : new StartupError(exitCodes.folders, text, { cause: reason });
}
