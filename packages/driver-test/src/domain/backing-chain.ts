import type { BackingStore, Disk } from '@tsvirt/conf/domain';
import type { StorageSource } from '@tsvirt/conf/storage';
import { VirtError } from '@tsvirt/util';

/** One image of a disk: 0 is the one that the guest writes to, the others are below it. */
export interface ChainImage {
  readonly depth: number;
  readonly source: StorageSource;
  readonly format: string | undefined;
}

/** A disk's images, from the one that the guest writes to down. */
export function chainOf(disk: Disk): readonly ChainImage[] {
  const images: ChainImage[] = [{ depth: 0, source: disk.source, format: disk.driver?.type }];
  for (let store = disk.backingStore; store?.source !== undefined; store = store.backingStore)
    images.push({ depth: images.length, source: store.source, format: store.format?.type });
  return images;
}

/** The same disk with other images. @param images at least one, top first */
export function withChain(disk: Disk, images: readonly ChainImage[]): Disk {
  const [top, ...below] = images;
  if (top === undefined) throw new Error('a disk has an image');
  let store: BackingStore = {};
  for (const { source, format } of below.toReversed())
    store = { source, ...(format !== undefined && { format: { type: format } }), backingStore: store };
  const { backingStore: _old, ...rest } = disk;
  const driver = top.format === undefined ? disk.driver : { ...disk.driver, type: top.format };
  const changed = { ...rest, source: top.source, ...(driver !== undefined && { driver }) };
  return below.length === 0 && disk.backingStore === undefined ? changed : { ...changed, backingStore: store };
}

/** The path of an image, or undefined when it has none. */
export function sourcePath(source: StorageSource): string | undefined {
  switch (source.type) {
    case 'file':
      return source.file;
    case 'block':
      return source.dev;
    default:
      return undefined;
  }
}

/**
 * The image of a disk that a caller means: by its path, or by its place (`vda[1]`).
 * @throws VirtError INVALID_ARG
 */
export function requireImage(disk: Disk, name: string): ChainImage {
  const { dev } = disk.target;
  const place = /^(\w+)\[(\d{1,4})\]$/.exec(name);
  const images = chainOf(disk);
  const found =
    place?.[1] === dev ? images[Number(place[2])] : images.find(({ source }) => sourcePath(source) === name);
  if (found !== undefined) return found;
  throw new VirtError('INVALID_ARG', 'STORAGE', `could not find image '${name}' in chain of disk '${dev}'`);
}
