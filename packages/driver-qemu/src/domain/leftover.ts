import { errnoOf, VirtError } from '@tsvirt/util';
import { readFileText } from '@tsvirt/util/host';

/** A pid file is a number; a command line is what the kernel lets a process have. */
const limits = { pid: 64, commandLine: 4 << 20 } as const;

/**
 * Sees that no QEMU of an earlier life still runs: one whose status file could not be read is not among the guests that
 * were taken back, and a second process on the same disks would destroy them.
 * @param pidFile written by the earlier life and removed at its end
 * @throws OPERATION_INVALID naming the process
 */
export async function refuseLeftover(
  pidFile: string,
  { name, uuid }: { readonly name: string; readonly uuid: string },
): Promise<void> {
  const pid = (await contents(pidFile, limits.pid))?.trim();
  if (pid === undefined || !/^\d{1,10}$/.test(pid)) return;
  const args = (await contents(`/proc/${pid}/cmdline`, limits.commandLine))?.split('\0') ?? [];
  if (args[args.indexOf('-uuid') + 1] !== uuid) return;
  throw new VirtError(
    'OPERATION_INVALID',
    'QEMU',
    `domain '${name}': process ${pid} runs it already, and has no readable status file: end that process first`,
  );
}

/** @returns undefined for what is not there, or is gone while it is being read */
async function contents(path: string, maxBytes: number): Promise<string | undefined> {
  try {
    return await readFileText(path, { maxBytes });
  } catch (reason) {
    const cause = reason instanceof Error && reason.cause !== undefined ? reason.cause : reason;
    if (errnoOf(cause) === 'ESRCH') return undefined;
    throw reason;
  }
}
