import { randomBytes } from 'node:crypto';
import { open, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isErrno } from '../errno.js';
import type { ErrorDomain } from '../error-domains.js';
import { VirtError } from '../virt-error.js';

/** How a file is written. */
export interface WriteFileOptions {
  /** 0600 unless given: definitions may hold secrets. The process's umask takes its bits from it. */
  readonly mode?: number;
  readonly domain?: ErrorDomain;
}

/**
 * Replaces a file so that a crash at any moment leaves the old or the new contents, never a part: written beside,
 * synced, renamed, folder synced.
 * @throws SYSTEM_ERROR naming the file; the old contents are then untouched
 */
export async function writeFileAtomic(
  path: string,
  data: string | Uint8Array,
  options: WriteFileOptions = {},
): Promise<void> {
  const beside = join(dirname(path), `.${basename(path).slice(0, 200)}.${randomBytes(6).toString('hex')}.new`);
  try {
    const file = await open(beside, 'wx', options.mode ?? 0o600);
    try {
      await file.writeFile(data);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
    await syncFolder(dirname(path));
  } catch (reason) {
    await removeFile(beside);
    throw VirtError.system(reason, options.domain ?? 'NONE', `cannot write file '${path}'`);
  }
}

/** Makes what was created, renamed or removed in a folder survive a power cut. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } catch (reason) {
    // Some network and FUSE file systems do not sync folders; the rename is as durable there as it can be.
    if (!isErrno(reason, 'EINVAL', 'EOPNOTSUPP', 'ENOSYS')) throw reason;
  } finally {
    await folder.close();
  }
}

/** Removes a file; false when it was not there. */
export async function removeFile(path: string, domain: ErrorDomain = 'NONE'): Promise<boolean> {
  try {
    await unlink(path);
    return true;
  } catch (reason) {
    if (isErrno(reason, 'ENOENT')) return false;
    throw VirtError.system(reason, domain, `cannot remove file '${path}'`);
  }
}
