import { exactText } from './exact-text.js';
import { undecodable } from './xdr.js';

/** Reads XDR values out of a buffer, checking each against the end; every failure is the VirtError of `undecodable`. */
export class XdrReader {
  #buffer: Buffer;
  #position: number;
  #end: number;

  constructor(buffer: Buffer, start = 0, end = buffer.length) {
    this.#buffer = buffer;
    this.#position = start;
    this.#end = end;
  }

  /** Offset of the next byte in the buffer. */
  get position(): number {
    return this.#position;
  }

  /** Bytes not read yet. */
  get remaining(): number {
    return this.#end - this.#position;
  }

  #take(length: number): number {
    const at = this.#position;
    if (length > this.#end - at) throw undecodable(`${length} bytes wanted, ${this.#end - at} left`);
    this.#position = at + length;
    return at;
  }

  /** A signed word of 32 bits. @throws VirtError RPC past the end, as every method here */
  int(): number {
    const at = this.#take(4);
    const b = this.#buffer;
    return (
      ((b[at] as number) << 24) | ((b[at + 1] as number) << 16) | ((b[at + 2] as number) << 8) | (b[at + 3] as number)
    );
  }

  /** An unsigned word of 32 bits. */
  uint(): number {
    return this.int() >>> 0;
  }

  /** A signed number of 64 bits. */
  hyper(): bigint {
    return this.#buffer.readBigInt64BE(this.#take(8));
  }

  /** An unsigned number of 64 bits. */
  uhyper(): bigint {
    return this.#buffer.readBigUInt64BE(this.#take(8));
  }

  /** A floating point number of 64 bits. */
  double(): number {
    return this.#buffer.readDoubleBE(this.#take(8));
  }

  /** A length word of at most `max`. */
  count(max: number): number {
    const count = this.uint();
    if (count > max) throw undecodable(`count ${count}, at most ${max}`);
    return count;
  }

  /** A count word of at most `max` that the bytes left can hold, at one word an item or more. */
  items(max: number): number {
    const count = this.count(max);
    if (count * 4 > this.remaining) throw undecodable(`${count} items announced, ${this.remaining} bytes left`);
    return count;
  }

  /**
   * Text of at most `max` bytes up to its first NUL. Bytes that are not UTF-8 (names of files on old systems) become
   * the lone surrogates U+DC80 to U+DCFF, which the writer turns back into the same bytes.
   */
  string(max: number): string {
    const length = this.count(max);
    const at = this.#take(length + ((4 - (length & 3)) & 3));
    if (length === 0) return '';
    const text = this.#buffer.toString('utf8', at, at + length);
    const nul = text.indexOf('\0');
    const shown = nul === -1 ? text : text.slice(0, nul);
    return shown.includes('\ufffd') ? exactText(this.#buffer.subarray(at, at + length)) : shown;
  }

  /** 16 bytes as the canonical text of a UUID. */
  uuid(): string {
    const at = this.#take(16);
    const hex = this.#buffer.toString('hex', at, at + 16);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }

  /** The low bytes of `length` words: an array of XDR chars. */
  chars(length: number): Uint8Array {
    const at = this.#take(length * 4);
    const bytes = new Uint8Array(length);
    for (let i = 0; i < length; i++) bytes[i] = this.#buffer[at + i * 4 + 3] as number;
    return bytes;
  }

  /** A length word of at most `max`, and so many bytes; a copy, the caller's to keep. */
  opaque(max: number): Uint8Array {
    const length = this.count(max);
    return this.fixedOpaque(length);
  }

  /** So many bytes, padded to whole words; a copy, the caller's to keep. */
  fixedOpaque(length: number): Uint8Array {
    const at = this.#take(length + ((4 - (length & 3)) & 3));
    const bytes = new Uint8Array(length);
    bytes.set(this.#buffer.subarray(at, at + length));
    return bytes;
  }
}
