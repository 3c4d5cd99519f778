import { numbered } from '../command/disk.js';
import type { Disk, Guest } from '../definition.js';

type BackingStore = NonNullable<Disk['backingStore']>;

/** Gives each image the number that its block nodes are named after, and says where its chain ends. */
export function withBlockNodes(guest: Guest): Guest {
  const disks = numbered(guest).map(({ disk, images }) => {
    const [top, ...below] = images;
    if (top === undefined) return disk;
    const backingStore = below.reduceRight<BackingStore>(
      (chain, image) => ({
        source: image.source,
        index: image.index,
        format: { type: image.format },
        backingStore: chain,
      }),
      {},
    );
    return { ...disk, source: { ...disk.source, index: top.index }, backingStore: disk.backingStore ?? backingStore };
  });
  return { ...guest, devices: { ...guest.devices, disks } };
}
