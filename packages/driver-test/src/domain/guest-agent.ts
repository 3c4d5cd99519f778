import { VirtError } from '@tsvirt/util';

/** A file system that every guest of the mock hypervisor has. */
export interface GuestFilesystem {
  readonly mountpoint: string;
  readonly name: string;
  readonly fstype: string;
  /** Disk targets that it lies on. */
  readonly devAliases: readonly string[];
}

/** Where every guest has file systems mounted. */
const mountpoints = ['/', '/boot'] as const;

/** What a guest has mounted: partitions of its first disk, by that disk's target. */
export function guestFilesystems(disk: string): GuestFilesystem[] {
  return mountpoints.map((mountpoint, index) => ({
    mountpoint,
    name: `${disk}${index + 1}`,
    fstype: 'ext4',
    devAliases: [disk],
  }));
}

/** The time that a guest's clock shows until somebody sets it. */
export const guestClock = { seconds: 627_319_920n, nanoseconds: 0 } as const;

/** What stands for the agent inside a mock guest: its clock, and which of its file systems are frozen. */
export class GuestAgent {
  #seconds: bigint = guestClock.seconds;
  #nanoseconds: number = guestClock.nanoseconds;
  /** How far the host's clock was turned when the guest's was set. */
  #turnedMs = 0;
  readonly #frozen = new Set<string>();

  /**
   * What the guest's clock shows. It stands still, but goes along when the host's clock is turned.
   * @param turnedMs by how much that was turned
   */
  time(turnedMs: number): { readonly seconds: bigint; readonly nseconds: number } {
    const since = BigInt(Math.floor(turnedMs - this.#turnedMs)) * 1_000_000n + BigInt(this.#nanoseconds);
    return { seconds: this.#seconds + since / 1_000_000_000n, nseconds: Number(since % 1_000_000_000n) };
  }

  setTime(seconds: bigint, nanoseconds: number, turnedMs: number): void {
    this.#seconds = seconds;
    this.#nanoseconds = nanoseconds;
    this.#turnedMs = turnedMs;
  }

  /** Whether any file system is frozen. */
  get isFrozen(): boolean {
    return this.#frozen.size > 0;
  }

  /**
   * Freezes file systems.
   * @param asked where they are mounted; empty: all
   * @returns how many were not frozen before
   * @throws VirtError OPERATION_INVALID for a mount point that the guest does not have
   */
  freeze(asked: readonly string[]): number {
    return this.#change(
      asked,
      mountpoint => !this.#frozen.has(mountpoint) && this.#frozen.add(mountpoint) !== undefined,
    );
  }

  /** Thaws file systems; as `freeze`. */
  thaw(asked: readonly string[]): number {
    return this.#change(asked, mountpoint => this.#frozen.delete(mountpoint));
  }

  #change(asked: readonly string[], change: (mountpoint: string) => boolean): number {
    const chosen = asked.length === 0 ? mountpoints : asked;
    for (const mountpoint of chosen) requireMountpoint(mountpoint);
    return chosen.filter(change).length;
  }
}

/** @throws VirtError OPERATION_INVALID for a mount point that the guests do not have */
export function requireMountpoint(mountpoint: string): void {
  if (mountpoints.some(known => known === mountpoint)) return;
  throw new VirtError('OPERATION_INVALID', 'TEST', `mount point not found: ${mountpoint}`);
}
