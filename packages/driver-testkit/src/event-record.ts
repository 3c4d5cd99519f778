import type { EventFeed, EventName, EventPayloads } from '@tsvirt/core';
import { deferred, waitFor } from '@tsvirt/util';

/** Keeps the events of one subscription from its beginning on. */
export class EventRecord<N extends EventName> {
  readonly #feed: EventFeed<N>;
  readonly #limitMs: number;
  readonly #seen: EventPayloads[N][] = [];
  #more = deferred();
  #failure: unknown;

  constructor(feed: EventFeed<N>, limitMs: number) {
    this.#feed = feed;
    this.#limitMs = limitMs;
    void this.#collect();
  }

  /** What has arrived. A call's own events travel before its answer, so they are here when it is. */
  get seen(): readonly EventPayloads[N][] {
    return this.#seen;
  }

  /** What has arrived once that many (of some) are there. @throws OPERATION_TIMEOUT when they don't come */
  async until(
    count: number,
    counts: (payload: EventPayloads[N]) => boolean = () => true,
  ): Promise<readonly EventPayloads[N][]> {
    while (this.#seen.filter(counts).length < count) {
      if (this.#failure !== undefined) throw this.#failure;
      const what = `event ${this.#seen.filter(counts).length + 1} of ${count}`;
      await waitFor(this.#more.promise, { timeoutMs: this.#limitMs, domain: 'EVENT', what });
    }
    return this.#seen;
  }

  /** Forgets what has arrived. */
  clear(): void {
    this.#seen.length = 0;
  }

  /** Ends the subscription. */
  async end(): Promise<void> {
    await this.#feed[Symbol.asyncDispose]();
  }

  async #collect(): Promise<void> {
    try {
      for await (const payload of this.#feed) {
        this.#seen.push(payload);
        this.#wake();
      }
    } catch (reason) {
      // The connection is gone; whoever waits for more is told.
      this.#failure = reason;
      this.#wake();
    }
  }

  #wake(): void {
    const { resolve } = this.#more;
    this.#more = deferred();
    resolve();
  }
}
