import { open, rename, rm } from 'node:fs/promises';
import type { StorageVol, Stream } from '@tsvirt/core';
import { VirtError } from '@tsvirt/util';
import type { Terminal } from '../output/terminal.js';

/** What is told while bytes go by. */
export interface CopyWatch {
  readonly signal: AbortSignal;
  /** @param done bytes so far, holes included */
  readonly onProgress: (done: bigint) => void;
}

/**
 * Writes a volume's content to a file, which is there when all of it is. Holes stay holes where the driver tells them.
 * @returns the length in bytes
 */
export async function downloadToFile(volume: StorageVol, path: string, watch: CopyWatch): Promise<bigint> {
  const partial = `${path}.part`;
  try {
    await using stream = await sparseDownload(volume, watch.signal);
    await using file = await opened(partial);
    let at = 0n;
    const length = await stream.sparseRecvAll(
      async data => {
        await file.write(data, 0, data.length, Number(at));
        watch.onProgress((at += BigInt(data.length)));
      },
      hole => watch.onProgress((at += hole)),
    );
    // A hole at the end was not written.
    await file.truncate(Number(length));
    await file.sync();
    await rename(partial, path);
    return length;
  } catch (reason) {
    await rm(partial, { force: true });
    throw VirtError.is(reason) ? reason : VirtError.system(reason, 'NONE', `cannot write '${path}'`);
  }
}

/** Writes a volume's content to standard output. @returns the length in bytes */
export async function downloadToOutput(volume: StorageVol, terminal: Terminal, watch: CopyWatch): Promise<bigint> {
  await using stream = await volume.download({ signal: watch.signal });
  let at = 0n;
  return await stream.recvAll(async data => {
    await terminal.write(data);
    watch.onProgress((at += BigInt(data.length)));
  });
}

async function sparseDownload(volume: StorageVol, signal: AbortSignal): Promise<Stream> {
  try {
    return await volume.download({ sparseStream: true, signal });
  } catch (reason) {
    const codes: readonly string[] = ['INVALID_ARG', 'NO_SUPPORT', 'OPERATION_UNSUPPORTED', 'CONFIG_UNSUPPORTED'];
    if (!VirtError.is(reason) || !codes.includes(reason.code)) throw reason;
    return volume.download({ signal });
  }
}

async function opened(path: string) {
  try {
    return await open(path, 'w');
  } catch (reason) {
    throw VirtError.system(reason, 'NONE', `cannot write '${path}'`);
  }
}
