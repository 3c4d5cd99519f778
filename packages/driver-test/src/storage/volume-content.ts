import { VirtError } from '@tsvirt/util';
import type { StreamChunk } from '@tsvirt/core/contract';

/** Content is kept in pages of this size; what nobody wrote takes no memory. */
const pageBytes = 65_536;
const page = BigInt(pageBytes);

/** The most bytes that a volume can have: what a file's length can be on Linux. */
export const maxVolumeBytes: bigint = 2n ** 63n - 1n;

/** How much memory the contents of a host's volumes may take together. */
export class ContentBudget {
  readonly #pages: number;
  #taken = 0;

  /** @param bytes 256 MiB unless given */
  constructor(bytes = 256 * 1024 * 1024) {
    this.#pages = Math.floor(bytes / pageBytes);
  }

  /** @throws VirtError OPERATION_FAILED when there is no room for so many pages more */
  take(pages: number): void {
    if (this.#taken + pages > this.#pages)
      throw new VirtError(
        'OPERATION_FAILED',
        'STORAGE',
        `no space left: the mock host keeps ${this.#pages * pageBytes} bytes of its volumes' contents`,
      );
    this.#taken += pages;
  }

  give(pages: number): void {
    this.#taken -= pages;
  }
}

/** The bytes of one volume. Where nothing was written, they are zero. */
export class VolumeContent {
  readonly #budget: ContentBudget;
  #pages = new Map<bigint, Uint8Array>();
  /** Numbers of pages that no other volume's content shares. */
  readonly #own = new Set<bigint>();
  #bytes: bigint;

  /** @param bytes its length at first */
  constructor(bytes: bigint, budget: ContentBudget) {
    this.#bytes = bytes;
    this.#budget = budget;
  }

  /** Its length in bytes. */
  get bytes(): bigint {
    return this.#bytes;
  }

  /** How much of it is written rather than a hole, in bytes. */
  get written(): bigint {
    return BigInt(this.#pages.size) * page;
  }

  /** The same content for another volume: pages are copied when either is written. */
  clone(): VolumeContent {
    const copy = new VolumeContent(this.#bytes, this.#budget);
    this.#own.clear();
    this.#budget.take(this.#pages.size);
    copy.#pages = new Map(this.#pages);
    return copy;
  }

  /**
   * Writes bytes, behind the end as well.
   * @throws VirtError OPERATION_FAILED when there is no room for them
   */
  write(offset: bigint, data: Uint8Array): void {
    let at = offset;
    for (let from = 0; from < data.length; ) {
      const start = Number(at % page);
      const part = data.subarray(from, from + pageBytes - start);
      this.#writable(at / page).set(part, start);
      from += part.length;
      at += BigInt(part.length);
      if (at > this.#bytes) this.#bytes = at;
    }
  }

  /** Makes a range zero, behind the end as well. */
  clear(offset: bigint, length: bigint): void {
    const end = offset + length;
    // Behind the content's end there is nothing that a page would have to be kept for.
    const last = end >= this.#bytes ? (end / page + 1n) * page : end;
    for (const number of this.#pages.keys()) {
      const start = number * page;
      if (start + page <= offset || start >= end) continue;
      if (start >= offset && start + page <= last) this.#drop(number);
      else this.#writable(number).fill(0, inPage(offset - start), inPage(end - start));
    }
    if (end > this.#bytes) this.#bytes = end;
  }

  /** Cuts it off, or makes it longer with zeros. */
  resize(bytes: bigint): void {
    if (bytes < this.#bytes) this.clear(bytes, this.#bytes - bytes);
    this.#bytes = bytes;
  }

  /** Forgets all of it. */
  discard(): void {
    this.clear(0n, this.#bytes);
    this.#bytes = 0n;
  }

  /** The bytes from an offset on, runs without written pages as holes. Data is the content's own until the next turn. */
  *read(offset: bigint, length: bigint): Generator<StreamChunk> {
    const end = offset + length < this.#bytes ? offset + length : this.#bytes;
    const numbers = [...this.#pages.keys()].sort((a, b) => (a < b ? -1 : 1));
    let at = offset;
    for (const number of numbers) {
      const start = number * page;
      if (start + page <= at) continue;
      if (start >= end) break;
      if (start > at) {
        yield { kind: 'hole', length: start - at };
        at = start;
      }
      const data = this.#pages.get(number)?.subarray(inPage(at - start), inPage(end - start));
      if (data === undefined) continue;
      yield { kind: 'data', data };
      at += BigInt(data.length);
    }
    if (at < end) yield { kind: 'hole', length: end - at };
  }

  #writable(number: bigint): Uint8Array {
    const known = this.#pages.get(number);
    if (known !== undefined && this.#own.has(number)) return known;
    if (known === undefined) this.#budget.take(1);
    const data = known === undefined ? new Uint8Array(pageBytes) : Uint8Array.from(known);
    this.#pages.set(number, data);
    this.#own.add(number);
    return data;
  }

  #drop(number: bigint): void {
    this.#pages.delete(number);
    this.#own.delete(number);
    this.#budget.give(1);
  }
}

function inPage(offset: bigint): number {
  return offset <= 0n ? 0 : offset >= page ? pageBytes : Number(offset);
}
