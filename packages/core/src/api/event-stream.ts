import { deferred, onAbort, VirtError } from '@tsvirt/util';
import type { EventGap } from './link.js';

/** Events that wait for whoever iterates; when more come, the iteration fails. */
const keptEvents = 4096;

/** One step of an iteration that wants to hear of gaps: an event, or that some may have been missed before the next. */
export type EventOrGap<E> =
  | { readonly event: E; readonly gap?: undefined }
  | { readonly gap: EventGap; readonly event?: undefined };

/**
 * The events of one subscription, one after the other. Leaving the loop (or `await using`) ends the subscription; its
 * error, when there is one, comes after the events that arrived before it.
 * @example
 * ```ts
 * import { open } from '@tsvirt/core';
 *
 * await using connection = await open('qemu+unix:///system');
 * const domain = await connection.domainLookupByName('web');
 * await using events = await connection.events('domainLifecycle');
 * await domain.suspend();
 * for await (const { domain: changed, event, detail } of events) {
 *   console.log(changed.name, event, detail); // web suspended paused
 *   break;
 * }
 * ```
 */
export class EventStream<T> implements AsyncIterableIterator<T>, AsyncDisposable {
  #end: (() => Promise<void>) | undefined;
  #letGo: (() => void) | undefined;
  #waiting: T[] = [];
  #next = 0;
  #wake = deferred();
  #over = false;
  #error: VirtError | undefined;

  /** Binds what ends the subscription, and the signal that does so. */
  started(end: () => Promise<void>, signal?: AbortSignal): void {
    this.#end = end;
    if (signal === undefined) return;
    const giveUp = () => {
      this.#waiting = [];
      this.#next = 0;
      this.fail(VirtError.aborted(signal.reason, 'EVENT'));
      // Whoever iterates hears of the signal; that the other side could not be told matters to nobody.
      void this.#unsubscribe().catch(() => {});
    };
    this.#letGo = onAbort(signal, giveUp);
  }

  /** Adds an event for whoever iterates; the 4,097th that waits makes the iteration fail with RESOURCE_BUSY. */
  push(item: T): void {
    if (this.#over || this.#error !== undefined) return;
    if (this.#waiting.length - this.#next >= keptEvents) {
      this.fail(new VirtError('RESOURCE_BUSY', 'EVENT', `${keptEvents} events wait already: they are not taken`));
      return;
    }
    this.#waiting.push(item);
    this.#wake.resolve();
  }

  /** No more come, and why. */
  fail(error: VirtError): void {
    this.#letGo?.();
    this.#error ??= error;
    this.#wake.resolve();
  }

  /**
   * The next event, as soon as there is one; done once the subscription was ended.
   * @throws VirtError RPC when the connection is gone, RESOURCE_BUSY when 4,096 events were not taken, or why the
   * subscription could not be made anew
   */
  async next(): Promise<IteratorResult<T, undefined>> {
    for (;;) {
      if (this.#over) return { done: true, value: undefined };
      if (this.#next < this.#waiting.length) {
        // The index is below the length, hence there is an item.
        const value = this.#waiting[this.#next++] as T;
        if (this.#next === this.#waiting.length) {
          this.#waiting = [];
          this.#next = 0;
        }
        return { done: false, value };
      }
      if (this.#error !== undefined) throw this.#error;
      this.#wake = deferred();
      await this.#wake.promise;
    }
  }

  /** Ends the subscription, as leaving the loop does. */
  async return(): Promise<IteratorResult<T, undefined>> {
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
    this.#wake.resolve();
    await this.#unsubscribe();
  }

  async #unsubscribe(): Promise<void> {
    this.#letGo?.();
    const end = this.#end;
    this.#end = undefined;
    await end?.();
  }
}
