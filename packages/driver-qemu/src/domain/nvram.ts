import { constants, copyFile, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { VirtError } from '@tsvirt/util';
import { nvramPath } from '../command/firmware.js';
import type { Guest } from '../definition.js';

/** Makes the file of the firmware's variables out of its template, unless the guest has one already. */
export async function ensureNvram(guest: Guest): Promise<void> {
  const path = nvramPath(guest);
  const template = guest.os.nvram?.template;
  if (path === undefined || template === undefined) return;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o755 });
    await copyFile(template, path, constants.COPYFILE_EXCL);
  } catch (reason) {
    if (reason instanceof Error && 'code' in reason && reason.code === 'EEXIST') return;
    throw VirtError.system(reason, 'QEMU', `cannot make '${path}' out of '${template}'`);
  }
}
