import type { StreamEnd } from '@tsvirt/core/contract';
import { VirtError } from '@tsvirt/util';
import { maxVolumeBytes, type VolumeContent } from './volume-content.js';

/** Zeros of holes go out in pieces of this size. */
const zeros = new Uint8Array(262_144);

/**
 * Takes what arrives on a stream into a volume.
 * @param length the most that may come; 0: no limit
 * @throws VirtError SYSTEM_ERROR when more comes; OPERATION_FAILED when there is no room; OVERFLOW far behind the end
 */
export async function receive(
  stream: StreamEnd,
  content: VolumeContent,
  offset: bigint,
  length: bigint,
): Promise<void> {
  let at = offset;
  for await (const chunk of stream) {
    const bytes = chunk.kind === 'data' ? BigInt(chunk.data.length) : chunk.length;
    if (length !== 0n && at + bytes > offset + length)
      throw new VirtError('SYSTEM_ERROR', 'STREAMS', `cannot write to stream: more than the announced ${length} bytes`);
    if (at + bytes > maxVolumeBytes)
      throw new VirtError('OVERFLOW', 'STORAGE', `a volume has ${maxVolumeBytes} bytes at most`);
    if (chunk.kind === 'data') content.write(at, chunk.data);
    else content.clear(at, bytes);
    at += bytes;
  }
}

/**
 * Sends part of a volume.
 * @param length 0: up to the end
 * @param sparse holes go out as such
 */
export async function send(
  stream: StreamEnd,
  content: VolumeContent,
  range: { readonly offset: bigint; readonly length: bigint },
  sparse: boolean,
): Promise<void> {
  const { offset, length } = range;
  for (const chunk of content.read(offset, length === 0n ? content.bytes : length)) {
    if (chunk.kind === 'data') await stream.write(Uint8Array.from(chunk.data));
    else if (sparse) await stream.writeHole(chunk.length);
    else await sendZeros(stream, chunk.length);
  }
}

async function sendZeros(stream: StreamEnd, length: bigint): Promise<void> {
  for (let left = length; left > 0n; left -= BigInt(zeros.length))
    await stream.write(left < BigInt(zeros.length) ? zeros.subarray(0, Number(left)) : zeros);
}
