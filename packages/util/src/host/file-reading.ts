import { type FileHandle, open } from 'node:fs/promises';
import { isErrno } from '../errno.js';
import type { ErrorDomain } from '../error-domains.js';
import { VirtError } from '../virt-error.js';

/** How a file is read. */
export interface ReadFileOptions {
  /** More than that is an error, not a truncation. */
  readonly maxBytes: number;
  /** Who speaks in errors; NONE unless given. */
  readonly domain?: ErrorDomain | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads a whole file, of any kind that has an end (also `/proc` and `/sys`, whose sizes read 0).
 * @returns undefined when it does not exist
 * @throws SYSTEM_ERROR when it cannot be read or is larger than the limit
 */
export async function readFileBytes(path: string, options: ReadFileOptions): Promise<Buffer | undefined> {
  const domain = options.domain ?? 'NONE';
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (reason) {
    if (isErrno(reason, 'ENOENT')) return undefined;
    throw VirtError.system(reason, domain, `cannot open file '${path}'`);
  }
  try {
    return await readAll(file, path, options);
  } catch (reason) {
    if (VirtError.is(reason)) throw reason;
    throw options.signal?.aborted === true
      ? VirtError.aborted(options.signal.reason, domain)
      : VirtError.system(reason, domain, `cannot read file '${path}'`);
  } finally {
    await file.close();
  }
}

async function readAll(file: FileHandle, path: string, options: ReadFileOptions): Promise<Buffer> {
  const { size } = await file.stat();
  // One byte more than stat says, so that a regular file's end is seen without a second buffer.
  let buffer = Buffer.allocUnsafe(Math.min(Math.max(size, 4095), options.maxBytes) + 1);
  let length = 0;
  for (;;) {
    options.signal?.throwIfAborted();
    const { bytesRead } = await file.read(buffer, length, buffer.length - length, null);
    if (bytesRead === 0) return buffer.subarray(0, length);
    length += bytesRead;
    if (length > options.maxBytes) {
      throw VirtError.system(
        'EFBIG',
        options.domain ?? 'NONE',
        `file '${path}' is larger than ${options.maxBytes} bytes`,
      );
    }
    if (length === buffer.length) {
      const grown = Buffer.allocUnsafe(Math.min(length * 2, options.maxBytes + 1));
      buffer.copy(grown);
      buffer = grown;
    }
  }
}

/** As `readFileBytes`, decoded from UTF-8. */
export async function readFileText(path: string, options: ReadFileOptions): Promise<string | undefined> {
  return (await readFileBytes(path, options))?.toString('utf8');
}
