import { parseUuid } from '@tsvirt/util';
import { exactBytes, hasEscapedBytes } from './exact-text.js';
import { tooLong, unencodable } from './xdr.js';

const initialSize = 4096;
/** Up to here a loop over ASCII characters beats the call into the UTF-8 encoder. */
const shortString = 48;

/** Writes XDR values into one growing buffer. Reusable: `reset` keeps the memory. */
export class XdrWriter {
  #buffer: Buffer;
  #length = 0;

  constructor(size = initialSize) {
    this.#buffer = Buffer.allocUnsafe(size);
  }

  /** Bytes written. */
  get length(): number {
    return this.#length;
  }

  /** Forgets what was written from `length` on. */
  reset(length = 0): void {
    this.#length = length;
  }

  /** A copy of the bytes from `start` on, safe to keep while the writer is used again. */
  copy(start = 0): Buffer {
    return Buffer.from(this.#buffer.subarray(start, this.#length));
  }

  /** The bytes from `start` on, valid until the next write or reset. */
  view(start = 0): Buffer {
    return this.#buffer.subarray(start, this.#length);
  }

  #room(length: number): number {
    const at = this.#length;
    const needed = at + length;
    if (needed > this.#buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2));
      this.#buffer.copy(larger, 0, 0, at);
      this.#buffer = larger;
    }
    this.#length = needed;
    return at;
  }

  /** A signed word of 32 bits; of larger numbers the low bits are written. */
  int(value: number): void {
    const at = this.#room(4);
    const b = this.#buffer;
    b[at] = value >>> 24;
    b[at + 1] = value >>> 16;
    b[at + 2] = value >>> 8;
    b[at + 3] = value;
  }

  /** An unsigned word of 32 bits; of larger numbers the low bits are written. */
  uint(value: number): void {
    this.int(value);
  }

  /** Overwrites the word at `offset`, as for a length that is known only at the end. */
  patch(offset: number, value: number): void {
    this.#buffer.writeUInt32BE(value >>> 0, offset);
  }

  /** A signed number of 64 bits. A plain RangeError for what does not fit. */
  hyper(value: bigint): void {
    const at = this.#room(8);
    this.#buffer.writeBigInt64BE(value, at);
  }

  /** An unsigned number of 64 bits. A plain RangeError for what does not fit. */
  uhyper(value: bigint): void {
    const at = this.#room(8);
    this.#buffer.writeBigUInt64BE(value, at);
  }

  /** A floating point number of 64 bits. */
  double(value: number): void {
    const at = this.#room(8);
    this.#buffer.writeDoubleBE(value, at);
  }

  /** A length word and text as UTF-8, padded to whole words. @throws VirtError RPC for more than `max` bytes */
  string(value: string, max: number): void {
    const chars = value.length;
    if (chars <= shortString && chars <= max && this.#ascii(value, chars)) return;
    const length = Buffer.byteLength(value);
    if (length !== chars && hasEscapedBytes(value)) return this.opaque(exactBytes(value), max);
    if (length > max) throw tooLong('string', length, max);
    this.int(length);
    const at = this.#room(padded(length));
    this.#buffer.write(value, at, length, 'utf8');
    this.#pad(at + length);
  }

  #ascii(value: string, chars: number): boolean {
    const at = this.#room(4 + padded(chars));
    const b = this.#buffer;
    let p = at + 4;
    for (let i = 0; i < chars; i++) {
      const code = value.charCodeAt(i);
      if (code > 0x7f) {
        this.#length = at;
        return false;
      }
      b[p++] = code;
    }
    b[at] = 0;
    b[at + 1] = 0;
    b[at + 2] = 0;
    b[at + 3] = chars;
    this.#pad(p);
    return true;
  }

  /** 16 bytes out of a UUID's text: the canonical form, or any other that libvirt reads. */
  uuid(value: string): void {
    const at = this.#room(16);
    if (value.length === 36 && this.#buffer.write(value.replaceAll('-', ''), at, 16, 'hex') === 16) return;
    const bytes = parseUuid(value);
    if (bytes === undefined) throw unencodable(`'${value.slice(0, 64)}' is not a UUID`);
    this.#buffer.set(bytes, at);
  }

  /** A length word and bytes, padded to whole words. @throws VirtError RPC for more than `max` */
  opaque(value: Uint8Array, max: number): void {
    if (value.length > max) throw tooLong('opaque value', value.length, max);
    this.int(value.length);
    this.bytes(value);
    this.#fill(value.length);
  }

  /** Bytes without a length word, padded to whole words. @throws VirtError RPC for more or less than `length` */
  fixedOpaque(value: Uint8Array, length: number): void {
    if (value.length !== length) throw tooLong('fixed opaque value', value.length, length);
    this.bytes(value);
    this.#fill(length);
  }

  /** Raw bytes, without length word or padding. */
  bytes(value: Uint8Array): void {
    const at = this.#room(value.length);
    this.#buffer.set(value, at);
  }

  #fill(length: number): void {
    const start = this.#room(padded(length) - length);
    this.#pad(start);
  }

  #pad(from: number): void {
    if (from < this.#length) this.#buffer.fill(0, from, this.#length);
  }
}

function padded(length: number): number {
  return length + ((4 - (length & 3)) & 3);
}
