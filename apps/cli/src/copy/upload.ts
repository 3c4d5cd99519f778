import { open, stat } from 'node:fs/promises';
import { formatDocument } from '@tsvirt/conf';
import type { StoragePool, StorageVol } from '@tsvirt/core';
import { VirtError } from '@tsvirt/util';
import type { CopyWatch } from './download.js';

const chunkBytes = 1 << 18;

/** The size of a file in bytes. @throws VirtError SYSTEM_ERROR */
export async function fileSize(path: string): Promise<bigint> {
  try {
    const { size, isFile } = await stat(path, { bigint: true }).then(found => ({
      size: found.size,
      isFile: found.isFile(),
    }));
    if (isFile) return size;
  } catch (reason) {
    throw VirtError.system(reason, 'NONE', `cannot read '${path}'`);
  }
  throw new VirtError('INVALID_ARG', 'NONE', `'${path}' is no file`);
}

/** Makes a volume of so many bytes, for an upload to fill. */
export function createVolume(
  pool: StoragePool,
  name: string,
  capacity: bigint,
  signal: AbortSignal,
): Promise<StorageVol> {
  return pool.storageVolCreateXML(formatDocument('storage-volume', { name, capacity, target: {} }), { signal });
}

/** Writes a file's content into a volume. @returns the length in bytes */
export async function uploadFile(volume: StorageVol, path: string, { signal, onProgress }: CopyWatch): Promise<bigint> {
  let at = 0n;
  async function* chunks() {
    await using file = await open(path, 'r');
    for await (const chunk of file.createReadStream({ highWaterMark: chunkBytes })) {
      const bytes = Buffer.from(chunk);
      yield bytes;
      onProgress((at += BigInt(bytes.length)));
    }
  }
  await using stream = await volume.upload({ signal });
  await stream.sendAll(chunks());
  return at;
}
