import type { Duplex } from 'node:stream';
import type { StreamEnd } from '@tsvirt/core/contract';
import { VirtError } from '@tsvirt/util';

/**
 * Carries bytes both ways between a device and a client's stream until one of them ends, holding each side to the
 * other's speed. The device is closed at the end.
 * @throws the reason of `signal` when that ends it, or what the client's side failed with
 */
export async function relay(device: Duplex, stream: StreamEnd, signal: AbortSignal): Promise<void> {
  const ended = new AbortController();
  const closed = new Promise<void>(resolve => {
    device.once('close', resolve);
    // A pty whose other side is gone ends with an I/O error; that is its way to say end of file.
    device.once('error', () => resolve());
    device.once('end', resolve);
  }).then(() => ended.abort());
  const takenOver = new Promise<never>((_, reject) => {
    const stop = () => reject(VirtError.aborted(signal.reason, 'STREAMS'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    ended.signal.addEventListener('abort', () => signal.removeEventListener('abort', stop), { once: true });
  });
  try {
    await Promise.race([fromDevice(device, stream), toDevice(device, stream, ended.signal), closed, takenOver]);
  } finally {
    ended.abort();
    device.destroy();
  }
}

async function fromDevice(device: Duplex, stream: StreamEnd): Promise<void> {
  try {
    for await (const chunk of device.iterator({ destroyOnReturn: false })) await stream.write(chunk as Uint8Array);
  } catch (reason) {
    if (!isDeviceError(reason)) throw reason;
  }
  await stream.end();
}

async function toDevice(device: Duplex, stream: StreamEnd, ended: AbortSignal): Promise<void> {
  for await (const chunk of stream) {
    if (chunk.kind !== 'data' || ended.aborted) continue;
    if (device.write(chunk.data)) continue;
    await new Promise<void>(resolve => {
      device.once('drain', resolve);
      ended.addEventListener('abort', () => resolve(), { once: true });
    });
  }
}

function isDeviceError(reason: unknown): boolean {
  return (
    reason instanceof Error &&
    'code' in reason &&
    (reason.code === 'EIO' || reason.code === 'ERR_STREAM_PREMATURE_CLOSE' || reason.code === 'ECONNRESET')
  );
}
