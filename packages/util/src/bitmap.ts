import { VirtError } from './virt-error.js';

/** More bits than any host has CPUs or NUMA nodes; bounds what a hostile range can make us allocate. */
const maxBits = 1 << 20;

/**
 * A set of small numbers (CPUs, NUMA nodes) that grows as numbers are added. Its text is libvirt's cpuset,
 * `0-3,^2`; its bytes are the wire's cpumap: number n is bit n%8 of byte n/8.
 * @example
 * ```ts
 * import { Bitmap } from '@tsvirt/util';
 *
 * const cpus = Bitmap.parse('0-3,^2,8');
 * console.log([...cpus].join(' '), cpus.toString()); // 0 1 3 8 0-1,3,8
 * ```
 */
export class Bitmap implements Iterable<number> {
  #words: Uint32Array;

  constructor(numbers: Iterable<number> = []) {
    this.#words = new Uint32Array(2);
    for (const number of numbers) this.add(number);
  }

  /** All numbers from `first` to `last`, both included. */
  static range(first: number, last: number): Bitmap {
    const map = new Bitmap();
    map.addRange(first, last);
    return map;
  }

  /**
   * Reads a cpuset: numbers and ranges with commas between, taken in order; `^n` takes n away again.
   * @param size numbers must be less than this; without it, than 1,048,576
   * @throws INVALID_ARG when the text is not a cpuset or a number is too large
   */
  static parse(text: string, size = maxBits): Bitmap {
    const map = new Bitmap();
    if (!map.#read(text, size)) throw new VirtError('INVALID_ARG', 'NONE', `Failed to parse bitmap '${text}'`);
    return map;
  }

  /** The numbers whose bits are set in a cpumap. */
  static fromBytes(bytes: Uint8Array): Bitmap {
    const map = new Bitmap();
    for (const [index, byte] of bytes.entries()) {
      for (let bit = 0; bit < 8; bit++) if ((byte & (1 << bit)) !== 0) map.add(index * 8 + bit);
    }
    return map;
  }

  #read(text: string, size: number): boolean {
    // A comma at the very end is accepted, an empty part anywhere else is not.
    const parts = text.split(',');
    if (parts.length > 1 && parts.at(-1)?.trim() === '') parts.pop();
    for (const part of parts) {
      const match = /^(\^?) *(\d{1,9}) *(?:- *(\d{1,9}))?$/.exec(part.trim());
      if (match === null) return false;
      const first = Number(match[2]);
      const last = match[3] === undefined ? first : Number(match[3]);
      if (last < first || last >= size || last >= maxBits) return false;
      if (match[1] === '') this.addRange(first, last);
      else if (match[3] !== undefined) return false;
      else this.delete(first);
    }
    return true;
  }

  /** Whether the number is in the set. */
  has(number: number): boolean {
    return ((this.#words[number >>> 5] ?? 0) & (1 << (number & 31))) !== 0;
  }

  /** Puts a number in. A plain Error for one that is negative, fractional or 1,048,576 and above. */
  add(number: number): this {
    if (!Number.isInteger(number) || number < 0 || number >= maxBits)
      throw new Error(`${number} does not fit in a bitmap`);
    const word = number >>> 5;
    if (word >= this.#words.length) {
      const grown = new Uint32Array(Math.max(word + 1, this.#words.length * 2));
      grown.set(this.#words);
      this.#words = grown;
    }
    this.#words[word] = (this.#words[word] ?? 0) | (1 << (number & 31));
    return this;
  }

  /** Puts in all numbers from `first` to `last`. */
  addRange(first: number, last: number): this {
    for (let number = first; number <= last; number++) this.add(number);
    return this;
  }

  /** Takes a number out. */
  delete(number: number): this {
    const word = number >>> 5;
    const bits = this.#words[word];
    if (bits !== undefined) this.#words[word] = bits & ~(1 << (number & 31));
    return this;
  }

  /** How many numbers are in the set. */
  get count(): number {
    let count = 0;
    for (const _ of this) count++;
    return count;
  }

  /** Whether no number is in the set. */
  get isEmpty(): boolean {
    return this.#words.every(word => word === 0);
  }

  /** The largest number in the set, -1 when it is empty. */
  get last(): number {
    for (let index = this.#words.length - 1; index >= 0; index--) {
      const word = this.#words[index] ?? 0;
      if (word !== 0) return index * 32 + 31 - Math.clz32(word);
    }
    return -1;
  }

  /** The numbers, smallest first. */
  *[Symbol.iterator](): IterableIterator<number> {
    for (const [index, word] of this.#words.entries()) {
      for (let bits = word; bits !== 0; bits &= bits - 1) yield index * 32 + 31 - Math.clz32(bits & -bits);
    }
  }

  /** A set of the numbers that are in either. */
  union(other: Bitmap): Bitmap {
    const map = new Bitmap(this);
    for (const number of other) map.add(number);
    return map;
  }

  /** A set of the numbers that are in both. */
  intersection(other: Bitmap): Bitmap {
    return this.#filtered(number => other.has(number));
  }

  /** A set of the numbers that are not in the other. */
  difference(other: Bitmap): Bitmap {
    return this.#filtered(number => !other.has(number));
  }

  #filtered(keep: (number: number) => boolean): Bitmap {
    const map = new Bitmap();
    for (const number of this) if (keep(number)) map.add(number);
    return map;
  }

  /** Whether a number is in both. */
  overlaps(other: Bitmap): boolean {
    for (const number of this) if (other.has(number)) return true;
    return false;
  }

  /** Whether all numbers of the other are in this one. */
  includes(other: Bitmap): boolean {
    for (const number of other) if (!this.has(number)) return false;
    return true;
  }

  /** Whether both have the same numbers. */
  equals(other: Bitmap): boolean {
    return this.includes(other) && other.includes(this);
  }

  /**
   * The cpumap's bytes.
   * @param length how many; larger numbers are cut off. Without it, just enough for the largest number.
   */
  toBytes(length = (this.last + 8) >> 3): Uint8Array {
    const bytes = new Uint8Array(length);
    for (const number of this) {
      const index = number >> 3;
      if (index >= length) break;
      bytes[index] = (bytes[index] ?? 0) | (1 << (number & 7));
    }
    return bytes;
  }

  /** The canonical cpuset, `0-1,3`; empty text for the empty set. */
  toString(): string {
    const parts: string[] = [];
    let first = -1;
    let last = -2;
    const close = () => {
      if (first >= 0) parts.push(first === last ? `${first}` : `${first}-${last}`);
    };
    for (const number of this) {
      if (number !== last + 1) {
        close();
        first = number;
      }
      last = number;
    }
    close();
    return parts.join(',');
  }
}
