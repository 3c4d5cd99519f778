import { type FileHandle, link, mkdir, open, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isErrno } from '../errno.js';
import { VirtError } from '../virt-error.js';
import { removeFile } from './atomic-file.js';
import { readFileText } from './file-reading.js';
import { hasNative, native, nativeError } from './native.js';
import { isRunning, processStartTime } from './process-handle.js';

const setLock = 37; // F_OFD_SETLK
const writeLock = 1; // F_WRLCK
const busy = [11, 13]; // EAGAIN, EACCES

/**
 * A file that one process at a time holds: the one daemon of a root. Its text is the holder's pid.
 *
 * With native calls it is a kernel lock (an open file description lock, which excludes classic fcntl locks as
 * well), so it ends with its holder however that ends, and there are no stale ones. Without them the file itself is
 * the lock, made by linking; its holder is known by pid and start time, and a file whose holder is gone is taken over.
 */
export class LockFile implements AsyncDisposable {
  /** The file that is locked. */
  readonly path: string;
  #release: (() => Promise<void>) | undefined;

  private constructor(path: string, release: () => Promise<void>) {
    this.path = path;
    this.#release = release;
  }

  /**
   * Takes the lock, or fails at once. Makes the folder when it is missing.
   * @throws OPERATION_FAILED naming the holder's pid; SYSTEM_ERROR when the file cannot be made
   */
  static async acquire(path: string, options: { readonly native?: boolean } = {}): Promise<LockFile> {
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o755 });
      return new LockFile(path, (options.native ?? hasNative()) ? await lockByKernel(path) : await lockByLink(path));
    } catch (reason) {
      if (VirtError.is(reason)) throw reason;
      throw VirtError.system(reason, 'LOCKING', `cannot take lock file '${path}'`);
    }
  }

  /** Gives the lock up and removes the file. May be called again. */
  async release(): Promise<void> {
    const release = this.#release;
    this.#release = undefined;
    await release?.();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.release();
  }
}

function held(path: string, holder: string): VirtError {
  return new VirtError('OPERATION_FAILED', 'LOCKING', `lock file '${path}' is held by ${holder}`);
}

async function lockByKernel(path: string): Promise<() => Promise<void>> {
  for (;;) {
    const file = await open(path, 'a+', 0o644);
    try {
      await lockDescriptor(file, path);
      // Whoever held it before may have removed the file between our open and our lock: then the lock is on nothing.
      if (await isSameFile(file, path)) {
        await file.truncate(0);
        await file.write(`${process.pid}\n`);
        return async () => {
          // Removed while still locked, so that nobody locks a file that is about to go.
          await removeFile(path);
          await file.close();
        };
      }
    } catch (reason) {
      await file.close();
      throw reason;
    }
    await file.close();
  }
}

async function lockDescriptor(file: FileHandle, path: string): Promise<void> {
  const libc = native('locking a file');
  const lock = Buffer.alloc(32); // struct flock: whole file, from its start
  lock.writeInt16LE(writeLock, 0);
  if (libc.fcntlLock(file.fd, setLock, lock) === 0) return;
  if (!busy.includes(libc.errno())) throw nativeError(libc, `cannot lock file '${path}'`);
  const pid = (await readFileText(path, { maxBytes: 64 }))?.trim();
  throw held(path, pid === undefined || pid === '' ? 'another process' : `process ${pid}`);
}

async function isSameFile(file: FileHandle, path: string): Promise<boolean> {
  const ours = await file.stat({ bigint: true });
  try {
    const found = await stat(path, { bigint: true });
    return found.ino === ours.ino && found.dev === ours.dev;
  } catch (reason) {
    if (isErrno(reason, 'ENOENT')) return false;
    throw reason;
  }
}

async function lockByLink(path: string): Promise<() => Promise<void>> {
  const own = `${path}.${process.pid}`;
  const text = `${process.pid}\n${(await processStartTime(process.pid)) ?? 0n}\n`;
  try {
    await writeFile(own, text, { mode: 0o644 });
    while (!(await tryLink(own, path))) {
      const found = await readFileText(path, { maxBytes: 64 });
      if (found === undefined) continue;
      const [pid = '', startTime = ''] = found.split('\n');
      if (
        /^\d+$/.test(pid) &&
        /^\d+$/.test(startTime) &&
        (await isRunning({ pid: Number(pid), startTime: BigInt(startTime) }))
      ) {
        throw held(path, `process ${pid}`);
      }
      await removeStale(path, found);
    }
  } finally {
    // Also what a full disk left of it.
    await removeFile(own);
  }
  return async () => {
    await removeFile(path);
  };
}

async function tryLink(own: string, path: string): Promise<boolean> {
  try {
    await link(own, path);
    return true;
  } catch (reason) {
    if (isErrno(reason, 'EEXIST')) return false;
    throw reason;
  }
}

/** Moves the file of a dead holder away. When someone was quicker and we moved a living one's, it is put back. */
async function removeStale(path: string, expected: string): Promise<void> {
  const aside = `${path}.stale.${process.pid}`;
  try {
    await rename(path, aside);
  } catch (reason) {
    if (isErrno(reason, 'ENOENT')) return;
    throw reason;
  }
  if ((await readFileText(aside, { maxBytes: 64 })) !== expected) await tryLink(aside, path);
  await unlink(aside);
}
