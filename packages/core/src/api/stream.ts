import { VirtError } from '@tsvirt/util';
import type { StreamChunk } from '../contract/index.js';
import type { ClientStream } from '../rpc/client-stream.js';

/** What is sent at a time: bytes, or an object in which a hole says its length. */
export type StreamPiece = Uint8Array | StreamChunk;

/** A web `ReadableStream`, as every declaration of it has it: some lack the iterator that the real ones have. */
export interface ReadableSource {
  getReader(): ReadableSourceReader;
}

/** What reads a web `ReadableStream`. */
export interface ReadableSourceReader {
  read(): Promise<{ readonly done: boolean; readonly value?: StreamPiece | undefined }>;
  cancel(reason?: unknown): Promise<void>;
  releaseLock(): void;
}

/** Bytes to send: whatever can be iterated (arrays, generators, Node's streams), or a web `ReadableStream`. */
export type StreamSource = AsyncIterable<StreamPiece> | Iterable<StreamPiece> | ReadableSource;

/**
 * The data of a call: a volume's content, a console, a screenshot. Iterating gives what the other side sends.
 * `finish` makes sure that it arrived; a stream that is disposed of without it is aborted.
 * @example
 * ```ts
 * import { open } from '@tsvirt/core';
 *
 * await using connection = await open('qemu+unix:///system');
 * const domain = await connection.domainLookupByName('web');
 * const { mime, stream } = await domain.screenshot(0);
 * const size = await stream.recvAll(data => console.log(data.length, 'bytes more'));
 * console.log(mime, size > 0n); // image/png true
 * ```
 */
export class Stream implements AsyncIterable<StreamChunk>, AsyncDisposable {
  readonly #end: ClientStream;
  readonly #chunks: AsyncIterator<StreamChunk>;
  #rest: Uint8Array | undefined;
  #hole: bigint | undefined;

  constructor(end: ClientStream) {
    this.#end = end;
    this.#chunks = end[Symbol.asyncIterator]();
  }

  /** Aborted when the other side gives the stream up or is gone. */
  get signal(): AbortSignal {
    return this.#end.signal;
  }

  /** Sends bytes; resolves when there is room for more. @throws VirtError once the stream is over */
  send(data: Uint8Array): Promise<void> {
    return this.#end.write(data);
  }

  /** Sends a run of `length` zero bytes without sending them. @throws VirtError OPERATION_INVALID unless the call was `sparseStream` */
  sendHole(length: bigint): Promise<void> {
    return this.#end.writeHole(length);
  }

  /** Sends all of a source and finishes. When the source fails, the stream is aborted. */
  async sendAll(source: StreamSource): Promise<void> {
    await this.#sendEach(source);
  }

  /** Sends all of a source, holes as holes, and finishes. */
  async sparseSendAll(source: StreamSource): Promise<void> {
    await this.#sendEach(source);
  }

  /**
   * Receives up to `max` bytes; `undefined` at the end of data. A hole reads as zeros.
   * @throws VirtError what ended the stream
   */
  async recv(max = 65_536): Promise<Uint8Array | undefined> {
    const chunk = await this.recvFlags(max);
    if (chunk === undefined || chunk.kind === 'data') return chunk?.data;
    const length = chunk.length < BigInt(max) ? Number(chunk.length) : max;
    const left = chunk.length - BigInt(length);
    this.#hole = left > 0n ? left : undefined;
    return new Uint8Array(length);
  }

  /** Receives up to `max` bytes, or a whole hole; `undefined` at the end of data. */
  async recvFlags(max = 65_536): Promise<StreamChunk | undefined> {
    const chunk = await this.#take();
    if (chunk === undefined || chunk.kind === 'hole' || chunk.data.length <= max) return chunk;
    this.#rest = chunk.data.subarray(max);
    return { kind: 'data', data: chunk.data.subarray(0, max) };
  }

  /** The length of the hole that comes next. @throws VirtError OPERATION_INVALID when data comes next */
  async recvHole(): Promise<bigint> {
    const chunk = await this.#take();
    if (chunk?.kind === 'hole') return chunk.length;
    if (chunk?.kind === 'data') this.#rest = chunk.data;
    throw new VirtError('OPERATION_INVALID', 'STREAMS', 'no hole comes next');
  }

  /**
   * The bytes until the end of data, holes as zeros, and finishes: for `pipeline`, `Readable.from` and
   * `ReadableStream.from`. Leaving the loop early aborts the stream.
   * @throws VirtError what ended the stream
   */
  async *bytes(): AsyncGenerator<Uint8Array, void, undefined> {
    let isOver = false;
    try {
      for (let data = await this.recv(); data !== undefined; data = await this.recv()) yield data;
      await this.finish();
      isOver = true;
    } finally {
      if (!isOver) this.abort();
    }
  }

  /** Hands each piece to `sink` until the end of data, holes as zeros, and finishes. @returns the bytes received */
  async recvAll(sink: (data: Uint8Array) => void | Promise<void>): Promise<bigint> {
    let bytes = 0n;
    for (;;) {
      const data = await this.recv();
      if (data === undefined) break;
      bytes += BigInt(data.length);
      await sink(data);
    }
    await this.finish();
    return bytes;
  }

  /** Hands data and holes to their sinks until the end of data, and finishes. @returns the length, holes included */
  async sparseRecvAll(
    sink: (data: Uint8Array) => void | Promise<void>,
    hole: (length: bigint) => void | Promise<void>,
  ): Promise<bigint> {
    let length = 0n;
    for await (const chunk of this) {
      if (chunk.kind === 'data') {
        length += BigInt(chunk.data.length);
        await sink(chunk.data);
      } else {
        length += chunk.length;
        await hole(chunk.length);
      }
    }
    await this.finish();
    return length;
  }

  /** Says that all is sent, and waits until the other side confirmed it. @throws VirtError what went wrong there */
  finish(): Promise<void> {
    return this.#end.finish();
  }

  /** Gives the stream up: what is under way is lost. */
  abort(): void {
    this.#end.abort();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<StreamChunk, void, undefined> {
    for (;;) {
      const chunk = await this.#take();
      if (chunk === undefined) return;
      yield chunk;
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#end[Symbol.asyncDispose]();
  }

  async #take(): Promise<StreamChunk | undefined> {
    if (this.#rest !== undefined) {
      const data = this.#rest;
      this.#rest = undefined;
      return { kind: 'data', data };
    }
    if (this.#hole !== undefined) {
      const length = this.#hole;
      this.#hole = undefined;
      return { kind: 'hole', length };
    }
    const step = await this.#chunks.next();
    return step.done === true ? undefined : step.value;
  }

  async #sendEach(source: StreamSource): Promise<void> {
    try {
      for await (const piece of 'getReader' in source ? piecesOf(source) : source) {
        if (piece instanceof Uint8Array) await this.#end.write(piece);
        else if (piece.kind === 'data') await this.#end.write(piece.data);
        else await this.#end.writeHole(piece.length);
      }
    } catch (reason) {
      this.abort();
      throw reason;
    }
    await this.finish();
  }
}

async function* piecesOf(source: ReadableSource): AsyncGenerator<StreamPiece, void, undefined> {
  const reader = source.getReader();
  let isOver = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      isOver = done;
      if (done) return;
      if (value !== undefined) yield value;
    }
  } finally {
    // Nobody reads on: whatever fills the source may stop. What it says to that changes nothing here.
    if (!isOver) await reader.cancel().catch(() => {});
    reader.releaseLock();
  }
}
