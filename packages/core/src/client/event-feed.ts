import { VirtError } from '@tsvirt/util';
import type { EventName, EventPayloads } from '../protocol/event-catalogue.js';

/** Events that wait for whoever iterates; more are not kept. */
const keptEvents = 4096;

/** The events of one subscription, one after the other. Ending the iteration ends the subscription. */
export class EventFeed<N extends EventName> implements AsyncIterableIterator<EventPayloads[N]>, AsyncDisposable {
  readonly #end: () => Promise<void>;
  #waiting: EventPayloads[N][] = [];
  #wake: (() => void) | undefined;
  #over = false;
  #error: VirtError | undefined;

  /** @param end ends the subscription at the server */
  constructor(end: () => Promise<void>) {
    this.#end = end;
  }

  /** Adds an event for whoever iterates; the 4,097th that waits makes the iteration fail with RESOURCE_BUSY. */
  push(payload: EventPayloads[N]): void {
    if (this.#over) return;
    if (this.#waiting.length >= keptEvents) {
      this.fail(new VirtError('RESOURCE_BUSY', 'EVENT', `${keptEvents} events wait already: they are not taken`));
      return;
    }
    this.#waiting.push(payload);
    this.#wake?.();
  }

  /** No more come, and why. What waits is still given out. */
  fail(error: VirtError): void {
    this.#error ??= error;
    this.#wake?.();
  }

  /**
   * The next payload, as soon as there is one; done once the subscription was ended.
   * @throws VirtError RPC when the connection is gone, RESOURCE_BUSY when 4,096 events were not taken
   */
  async next(): Promise<IteratorResult<EventPayloads[N], undefined>> {
    for (;;) {
      if (this.#over) return { done: true, value: undefined };
      const payload = this.#waiting.shift();
      if (payload !== undefined) return { done: false, value: payload };
      if (this.#error !== undefined) throw this.#error;
      await new Promise<void>(resolve => {
        this.#wake = resolve;
      });
    }
  }

  /** Ends the subscription, as leaving the loop does. */
  async return(): Promise<IteratorResult<EventPayloads[N], undefined>> {
    await this[Symbol.asyncDispose]();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#over) return;
    this.#over = true;
    this.#waiting = [];
    this.#wake?.();
    // A connection that is gone has taken the subscription with it.
    if (this.#error === undefined) await this.#end();
  }
}
