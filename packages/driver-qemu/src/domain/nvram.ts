import { access, copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isErrno, VirtError } from '@tsvirt/util';
import { nvramPath } from '../command/firmware.js';
import type { Guest } from '../definition.js';

/**
 * Makes the file of the firmware's variables out of its template, unless the guest has one already.
 * @param options.anew the template takes the place of what the guest has
 * @throws OPERATION_FAILED for a new file without a template
 */
export async function ensureNvram(guest: Guest, { anew }: { readonly anew: boolean }): Promise<void> {
  const path = nvramPath(guest);
  if (path === undefined) return;
  const template = guest.os.nvram?.template;
  if (template === undefined) {
    if (!anew && (await isThere(path))) return;
    const { loader } = guest.os;
    throw new VirtError(
      'OPERATION_FAILED',
      'QEMU',
      `unable to find any master var store for loader: ${loader?.path ?? ''}`,
    );
  }
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o755 });
    if (!anew && (await isThere(path))) return;
    // Beside, and then in one step: half a file would be taken for the guest's own at its next start.
    const whole = `${path}.new`;
    try {
      await copyFile(template, whole);
      await rename(whole, path);
    } finally {
      await rm(whole, { force: true });
    }
  } catch (reason) {
    throw VirtError.system(reason, 'QEMU', `cannot make '${path}' out of '${template}'`);
  }
}

/** Whether a guest that is defined has left variables behind, so that they are not lost with its definition unasked. */
export async function isThere(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (reason) {
    if (isErrno(reason, 'ENOENT', 'ENOTDIR')) return false;
    throw VirtError.system(reason, 'QEMU', `cannot access '${path}'`);
  }
}
