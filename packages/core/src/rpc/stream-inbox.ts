import type { VirtError } from '@tsvirt/util';
import type { StreamChunk } from '../contract/index.js';
import { sessionBounds } from './limits.js';

/**
 * What arrived on a stream and was not taken yet. Bounded by its owner: `onPressure` tells when more is kept than
 * the window allows, and when it fits again.
 */
export class StreamInbox implements AsyncIterator<StreamChunk> {
  readonly #onPressure: (full: boolean) => void;
  #chunks: StreamChunk[] = [];
  #next = 0;
  #bytes = 0;
  #full = false;
  #ended = false;
  #error: VirtError | undefined;
  #wake: (() => void) | undefined;

  constructor(onPressure: (full: boolean) => void) {
    this.#onPressure = onPressure;
  }

  push(chunk: StreamChunk): void {
    if (this.#ended) return;
    this.#chunks.push(chunk);
    this.#bytes += sizeOf(chunk);
    if (!this.#full && this.#bytes > sessionBounds.streamWindow) this.#pressure(true);
    this.#wake?.();
  }

  /** No more comes; with an error, the reader gets it at once and what is left is dropped. */
  end(error?: VirtError): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#error = error;
    if (error !== undefined) this.#drop();
    this.#wake?.();
  }

  /** Nobody will read any more: what is kept and what still comes is dropped. */
  discard(): void {
    this.#ended = true;
    this.#drop();
    this.#wake?.();
  }

  async next(): Promise<IteratorResult<StreamChunk, undefined>> {
    for (;;) {
      if (this.#error !== undefined) throw this.#error;
      const chunk = this.#take();
      if (chunk !== undefined) return { done: false, value: chunk };
      if (this.#ended) return { done: true, value: undefined };
      await new Promise<void>(resolve => {
        this.#wake = resolve;
      });
      this.#wake = undefined;
    }
  }

  #take(): StreamChunk | undefined {
    const chunk = this.#chunks[this.#next];
    if (chunk === undefined) return undefined;
    if (++this.#next === this.#chunks.length) {
      this.#chunks = [];
      this.#next = 0;
    }
    this.#bytes -= sizeOf(chunk);
    if (this.#full && this.#bytes <= sessionBounds.streamWindow / 2) this.#pressure(false);
    return chunk;
  }

  #drop(): void {
    this.#chunks = [];
    this.#next = 0;
    this.#bytes = 0;
    if (this.#full) this.#pressure(false);
  }

  #pressure(full: boolean): void {
    this.#full = full;
    this.#onPressure(full);
  }
}

/** A chunk's share of the window: its bytes and what keeping it costs, so that empty ones are not free. */
function sizeOf(chunk: StreamChunk): number {
  return chunk.kind === 'data' ? chunk.data.length + 64 : 64;
}
