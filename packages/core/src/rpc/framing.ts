import { lengthWordSize, packetLengthOk, packetMax } from '../protocol/packet.js';

/** A partial packet's first memory; grows with what arrives, never with what a length word promises. */
const firstMemory = 1024;

/**
 * Who takes the packets. The bytes from `start` to `end` (length word included) are valid during the call only; `rest`
 * more are at hand behind them.
 */
export interface FrameSink {
  frame(buffer: Buffer, start: number, end: number, rest: number): void;
  /** The length word is impossible: nothing after it can be understood. */
  badLength(length: number): void;
}

/**
 * Cuts a byte stream into packets. Whole packets are handed on where they lie, in the caller's read buffer; only
 * what is left over at the end of a read is copied. While paused it keeps what arrives.
 */
export class FrameReader {
  readonly #sink: FrameSink;
  #pending: Buffer | undefined;
  #from = 0;
  #to = 0;
  #paused = false;
  #broken = false;
  #delivering = false;

  constructor(sink: FrameSink) {
    this.#sink = sink;
  }

  /** Bytes kept for later. */
  get kept(): number {
    return this.#to - this.#from;
  }

  get paused(): boolean {
    return this.#paused;
  }

  /** Hands on nothing more until `resume`. */
  pause(): void {
    this.#paused = true;
  }

  /** Hands on what was kept, as far as it is whole, unless a frame's taker pauses again. */
  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    // Inside a delivery the loop that runs goes on by itself.
    if (!this.#delivering) this.#drain();
  }

  /** Takes no more and forgets what it has: the connection is gone. */
  stop(): void {
    this.#broken = true;
    this.#forget();
  }

  /** Takes bytes that arrived; they may be overwritten once this returns. */
  push(chunk: Buffer): void {
    if (this.#broken) return;
    let at = 0;
    if (this.kept > 0) {
      if (this.#paused) return this.#keep(chunk, 0, chunk.length);
      at = this.#complete(chunk);
      if (this.kept > 0) {
        if (at < chunk.length) this.#keep(chunk, at, chunk.length);
        return;
      }
    }
    at = this.#deliver(chunk, at, chunk.length);
    if (at < chunk.length && !this.#broken) this.#keep(chunk, at, chunk.length);
  }

  /** Bytes up to the end of the packet that is arriving: reading just these never takes a byte of what follows it. */
  wanted(): number {
    let at = this.#from;
    const pending = this.#pending;
    if (pending !== undefined) {
      while (this.#to - at >= lengthWordSize) {
        const length = pending.readUInt32BE(at);
        if (length > this.#to - at) return Math.min(length, packetMax) - (this.#to - at);
        at += Math.max(length, lengthWordSize);
      }
    }
    return lengthWordSize - (this.#to - at);
  }

  /** Adds to the kept bytes just what the first packet lacks, and hands it on once it is whole. @returns bytes used */
  #complete(chunk: Buffer): number {
    let used = 0;
    if (this.kept < lengthWordSize) {
      used = Math.min(lengthWordSize - this.kept, chunk.length);
      this.#keep(chunk, 0, used);
      if (this.kept < lengthWordSize) return used;
    }
    const pending = this.#pending as Buffer;
    const length = pending.readUInt32BE(this.#from);
    if (!this.#possible(length)) return chunk.length;
    const more = Math.min(length - this.kept, chunk.length - used);
    if (more > 0) this.#keep(chunk, used, used + more);
    if (this.kept >= length) this.#drain();
    return used + Math.max(more, 0);
  }

  #drain(): void {
    const pending = this.#pending;
    if (pending === undefined) return;
    this.#from = this.#deliver(pending, this.#from, this.#to);
    if (this.#from === this.#to || this.#broken) this.#forget();
  }

  /** @returns the position up to which packets were handed on */
  #deliver(buffer: Buffer, from: number, to: number): number {
    let at = from;
    this.#delivering = true;
    while (!this.#paused && !this.#broken && to - at >= lengthWordSize) {
      const length = buffer.readUInt32BE(at);
      if (!this.#possible(length)) break;
      if (to - at < length) break;
      const start = at;
      at += length;
      this.#sink.frame(buffer, start, at, to - at);
    }
    this.#delivering = false;
    return at;
  }

  #possible(length: number): boolean {
    if (packetLengthOk(length)) return true;
    this.stop();
    this.#sink.badLength(length);
    return false;
  }

  #keep(chunk: Buffer, from: number, to: number): void {
    const length = to - from;
    const { kept } = this;
    let pending = this.#pending;
    if (pending === undefined || this.#to + length > pending.length) {
      const room = Math.max(kept + length, pending === undefined ? firstMemory : kept * 2);
      const larger = Buffer.allocUnsafeSlow(room);
      pending?.copy(larger, 0, this.#from, this.#to);
      this.#pending = pending = larger;
      this.#from = 0;
      this.#to = kept;
    }
    chunk.copy(pending, this.#to, from, to);
    this.#to += length;
  }

  #forget(): void {
    this.#pending = undefined;
    this.#from = this.#to = 0;
  }
}
