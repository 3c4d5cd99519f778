import type { Disk, Guest } from '../definition.js';
import { numbered } from '../command/disk.js';

type BackingStore = NonNullable<Disk['backingStore']>;

/** Gives the images of a disk that is being plugged numbers that no image of the guest has; other devices pass as they are. */
export function withImageNumbers<T extends object>(device: T, guest: Guest): T {
  if (!isDisk(device)) return device;
  const used = numbered(guest).flatMap(({ images }) => images.map(({ index }) => index));
  let next = Math.max(0, guest.devices.disks.length, ...used) + 1;
  const { source, backingStore } = device;
  const below = (store: BackingStore): BackingStore =>
    store.source === undefined
      ? store
      : {
          ...store,
          index: next++,
          ...(store.backingStore !== undefined && { backingStore: below(store.backingStore) }),
        };
  const index = next++;
  return {
    ...device,
    source: { ...source, index },
    ...(backingStore !== undefined && { backingStore: below(backingStore) }),
  };
}

function isDisk(device: object): device is Disk {
  return 'target' in device && 'source' in device && 'readonly' in device;
}
