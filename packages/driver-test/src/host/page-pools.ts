import { VirtError } from '@tsvirt/util';
import type { HostCell } from './topology.js';

/** Sizes of huge pages that every cell can have, in KiB. */
const hugeSizesKiB = [2048, 1_048_576] as const;
/** Page sizes that the host claims to know. */
export const pageSizesKiB: readonly number[] = [4, 8, ...hugeSizesKiB];
/** How many pages of a cell's smallest size there are while it has no huge ones, whatever memory it claims. */
const pagesInCell = 524_288;

/** Pages of one size in one cell. */
export interface PagePool {
  readonly sizeKiB: number;
  readonly count: number;
}

/** The memory of a host's NUMA cells, cut to pages. Guests take none of them. */
export class PagePools {
  /** For each cell how many huge pages it has, by size. */
  readonly #huge: readonly Map<number, number>[];

  constructor(cells: readonly HostCell[]) {
    this.#huge = cells.map(() => new Map<number, number>());
  }

  get cellCount(): number {
    return this.#huge.length;
  }

  /** The pages of a cell, smallest size first. */
  of(cell: number): readonly PagePool[] {
    const huge = this.#huge[cell];
    if (huge === undefined) return [];
    const smallest = smallestKiB(cell);
    const cut = hugeSizesKiB.reduce((sum, size) => sum + (huge.get(size) ?? 0) * (size / smallest), 0);
    return [
      { sizeKiB: smallest, count: pagesInCell - cut },
      ...hugeSizesKiB.map(sizeKiB => ({ sizeKiB, count: huge.get(sizeKiB) ?? 0 })),
    ];
  }

  /** @throws VirtError OPERATION_FAILED for a size that the host does not know */
  count(cell: number, sizeKiB: number): number {
    const pool = this.of(cell).find(each => each.sizeKiB === sizeKiB);
    if (pool !== undefined) return pool.count;
    if (pageSizesKiB.includes(sizeKiB)) return 0;
    throw new VirtError('OPERATION_FAILED', 'TEST', `page size ${sizeKiB} is not available on node ${cell}`);
  }

  /**
   * Makes huge pages out of small ones, or gives them back.
   * @throws VirtError OPERATION_INVALID for a cell's smallest pages; OPERATION_FAILED without enough of those
   */
  set(cell: number, sizeKiB: number, count: number): void {
    const before = this.count(cell, sizeKiB);
    const smallest = smallestKiB(cell);
    if (!hugeSizesKiB.some(size => size === sizeKiB))
      throw new VirtError('OPERATION_INVALID', 'TEST', "system pages pool can't be modified");
    const room = Math.floor((this.count(cell, smallest) * smallest) / sizeKiB);
    if (count - before > room)
      throw new VirtError(
        'OPERATION_FAILED',
        'TEST',
        `Unable to allocate ${count - before} pages. Allocated only ${room}`,
      );
    this.#huge[cell]?.set(sizeKiB, count);
  }
}

/** Cells take turns with their smallest page, so that clients meet hosts whose cells differ. */
function smallestKiB(cell: number): number {
  return cell % 2 === 0 ? 4 : 8;
}
