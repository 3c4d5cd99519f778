import { readFile } from 'node:fs/promises';
import { isErrno } from '../errno.js';
import { VirtError } from '../virt-error.js';
import { native, nativeError } from './native.js';

/** A process that cannot be mistaken for a later one with the same pid. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks since boot, field 22 of `/proc/PID/stat`. */
  readonly startTime: bigint;
}

/** When a process started, in clock ticks since boot; undefined when there is none with this pid, or it is a zombie. */
export async function processStartTime(pid: number): Promise<bigint | undefined> {
  let text: string;
  try {
    text = await readFile(`/proc/${pid}/stat`, 'latin1');
  } catch (reason) {
    if (isErrno(reason, 'ENOENT', 'ESRCH')) return undefined;
    throw VirtError.system(reason, 'NONE', `cannot read the state of process ${pid}`);
  }
  return startTimeOf(text);
}

/** Field 22 of a line of `/proc/PID/stat`; undefined for a zombie or a line that is none. */
export function startTimeOf(stat: string): bigint | undefined {
  // The second field is the program's name in parentheses and may hold blanks and parentheses itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const start = fields[19];
  const state = fields[0];
  return start === undefined || !/^\d+$/.test(start) || state === 'Z' || state === 'X' ? undefined : BigInt(start);
}

/** The identity of a running process, or undefined when there is none with this pid. */
export async function identifyProcess(pid: number): Promise<ProcessIdentity | undefined> {
  const startTime = await processStartTime(pid);
  return startTime === undefined ? undefined : { pid, startTime };
}

/** Whether this very process still runs. */
export async function isRunning(identity: ProcessIdentity): Promise<boolean> {
  return (await processStartTime(identity.pid)) === identity.startTime;
}

/**
 * Watches a process that need not be our child (a pidfd).
 * @param onExit called once, when it is gone; also when it was gone already
 * @throws OPERATION_UNSUPPORTED without native calls
 */
export async function watchProcess(identity: ProcessIdentity, onExit: () => void): Promise<Disposable> {
  const libc = native('watching a process that is not a child');
  const pidfd = libc.pidfdOpen(identity.pid, 0);
  if (pidfd < 0) {
    if (libc.errno() !== 3) throw nativeError(libc, `cannot watch process ${identity.pid}`);
    return gone(onExit);
  }
  // Only with the descriptor in hand is the pid fixed: whoever has this start time now is the one we hold.
  if (!(await isRunning(identity))) {
    libc.close(pidfd);
    return gone(onExit);
  }
  let open = true;
  const stop = () => {
    if (!open) return;
    open = false;
    handle.close();
    libc.close(pidfd);
  };
  const handle = libc.poll(pidfd, () => {
    stop();
    onExit();
  });
  handle.unref();
  return { [Symbol.dispose]: stop };
}

function gone(onExit: () => void): Disposable {
  let wanted = true;
  queueMicrotask(() => {
    if (wanted) onExit();
  });
  return {
    [Symbol.dispose]: () => {
      wanted = false;
    },
  };
}

/**
 * Sends a signal to this very process, never to a later one with its pid where the kernel lets us hold it.
 * @returns false when it is gone
 * @throws SYSTEM_ERROR when it may not be signalled
 */
export async function signalProcess(identity: ProcessIdentity, signal: NodeJS.Signals): Promise<boolean> {
  if (!(await isRunning(identity))) return false;
  try {
    return process.kill(identity.pid, signal);
  } catch (reason) {
    if (isErrno(reason, 'ESRCH')) return false;
    throw VirtError.system(reason, 'NONE', `cannot send ${signal} to process ${identity.pid}`);
  }
}
