import { StorageVolType } from '@tsvirt/core/protocol';
import type { TestHost } from '../host/test-host.js';
import type { TestPool, TestVolume } from './test-pool.js';
import { VolumeContent } from './volume-content.js';

/** Formats with a header of their own: the bytes of such a file are not those that its guest sees. */
const imageFormats = ['bochs', 'cloop', 'cow', 'ploop', 'qcow', 'qcow2', 'qed', 'vdi', 'vhd', 'vmdk', 'vpc'];

/** Where the header of a qcow2 image keeps the size that a guest sees: eight bytes, the highest first. */
const qcow2 = { magic: [0x51, 0x46, 0x49, 0xfb], sizeAt: 24, headerBytes: 32n } as const;

/**
 * The bytes of a volume. Unwritten, one of raw format is as long as it is large, and the file of another format empty.
 */
export function contentOf(host: TestHost, volume: TestVolume): VolumeContent {
  volume.content ??= new VolumeContent(isImage(volume) ? 0n : volume.definition.capacity, host.volumeContents);
  return volume.content;
}

/** What kind of a volume it is, as a `StorageVolType`. */
export function volumeType({ definition: { type = 'file' } }: TestVolume): number {
  return StorageVolType[type];
}

/** Whether the volume's bytes are those of an image file. */
export function isImage({ definition }: TestVolume): boolean {
  return imageFormats.includes(definition.target.format ?? 'raw');
}

/** Puts a volume's sizes right after its content changed: what was written is allocated, as far as the pool has room. */
export function keepSizes(pool: TestPool, volume: TestVolume): void {
  const { content, definition } = volume;
  if (content === undefined) return;
  const { written, bytes } = content;
  const used = largest(definition.allocation, written < bytes ? written : bytes);
  const room = definition.allocation + pool.sizes.available;
  const capacity = isImage(volume)
    ? (capacityInHeader(content) ?? definition.capacity)
    : largest(definition.capacity, bytes);
  pool.resizeVolume(volume, { capacity, allocation: used < room ? used : room });
}

function capacityInHeader(content: VolumeContent): bigint | undefined {
  const [first] = content.read(0n, qcow2.headerBytes);
  if (first?.kind !== 'data' || first.data.length < Number(qcow2.headerBytes)) return undefined;
  const { data } = first;
  if (!qcow2.magic.every((byte, index) => data[index] === byte)) return undefined;
  return new DataView(data.buffer, data.byteOffset, data.length).getBigUint64(qcow2.sizeAt);
}

function largest(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
