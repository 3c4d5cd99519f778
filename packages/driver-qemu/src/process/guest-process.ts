import { setInterval } from 'node:timers/promises';
import { deferred, VirtError } from '@tsvirt/util';
import {
  type ExitStatus,
  hasNative,
  isRunning,
  type ProcessIdentity,
  signalProcess,
  watchProcess,
} from '@tsvirt/util/host';

/** A guest's process as the host knows it, whether or not its monitor answers. */
export interface GuestProcess extends ProcessIdentity {
  /** The guest's name, for messages. */
  readonly name: string;
  /** Settles once, when the process has gone. Never rejects. */
  readonly ended: Promise<ExitStatus>;
}

/** How long a process gets to end by itself after SIGTERM, before SIGKILL. */
const terminateMs = 10_000;
/** How long the kernel may take to remove a killed process. */
const killMs = 30_000;
/** How often a process is looked for where nothing tells of its end. */
const lookMs = 500;

/** A process that an earlier daemon started. Nobody tells how such a process ends, so its exit status is empty. */
export function foundProcess(saved: ProcessIdentity & { readonly name: string }): GuestProcess {
  const { name, pid, startTime } = saved;
  const ended = exitOf(saved).then((): ExitStatus => ({ status: undefined, signal: undefined }));
  return { name, pid, startTime, ended };
}

/**
 * Ends a process: SIGTERM, then SIGKILL when that isn't heeded.
 * @param options.graceful no SIGKILL
 * @throws VirtError OPERATION_FAILED when the process outlives this
 */
export async function endProcess(
  guest: GuestProcess,
  { graceful = false, signal }: { readonly graceful?: boolean; readonly signal?: AbortSignal } = {},
): Promise<void> {
  await signalProcess(guest, 'SIGTERM');
  if (await endsWithin(guest, terminateMs, signal)) return;
  if (!graceful) {
    await signalProcess(guest, 'SIGKILL');
    if (await endsWithin(guest, killMs, signal)) return;
  }
  throw new VirtError('OPERATION_FAILED', 'QEMU', `domain '${guest.name}': process ${guest.pid} did not end`);
}

async function endsWithin({ ended }: GuestProcess, ms: number, signal: AbortSignal | undefined): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  let aborted: (() => void) | undefined;
  const limit = new Promise<false>((resolve, reject) => {
    timer = setTimeout(() => resolve(false), ms);
    aborted = () => reject(VirtError.aborted(signal?.reason, 'QEMU'));
    signal?.addEventListener('abort', aborted, { once: true });
  });
  try {
    return await Promise.race([ended.then(() => true as const), limit]);
  } finally {
    clearTimeout(timer);
    if (aborted !== undefined) signal?.removeEventListener('abort', aborted);
  }
}

async function exitOf(identity: ProcessIdentity): Promise<void> {
  if (!hasNative()) return looking(identity);
  const exited = deferred();
  try {
    await watchProcess(identity, () => exited.resolve());
  } catch {
    return looking(identity); // a kernel without pidfds
  }
  return exited.promise;
}

/** Without native calls no event tells of the end of a process that is no child. */
async function looking(identity: ProcessIdentity): Promise<void> {
  if (!(await isRunning(identity))) return;
  for await (const _ of setInterval(lookMs, undefined, { ref: false })) {
    if (!(await isRunning(identity))) return;
  }
}
