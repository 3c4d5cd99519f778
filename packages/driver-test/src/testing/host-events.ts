import type { EventHub } from '@tsvirt/core/contract';
import type { EventName, EventPayloads } from '@tsvirt/core/protocol';
import { deferred, waitFor } from '@tsvirt/util';
import type { WaitOptions } from './arrivals.js';
import { isAbout } from './call-subject.js';

/** Which event is waited for. */
export interface EventFilter<N extends EventName> extends WaitOptions {
  /** Name or uuid of the domain that it must be about; absent: any. */
  readonly domain?: string | undefined;
  readonly when?: ((payload: EventPayloads[N]) => boolean) | undefined;
}

/** The events of a test host: to wait for, and to send. */
export class HostEvents {
  readonly #hub: EventHub;

  constructor(hub: EventHub) {
    this.#hub = hub;
  }

  /**
   * Waits for the next event of a name. It listens from the call on: call it before what shall cause the event, await
   * it afterwards.
   * @throws VirtError OPERATION_TIMEOUT
   */
  next<N extends EventName>(name: N, options: EventFilter<N> = {}): Promise<EventPayloads[N]> {
    const event = this.#next(name, options);
    // A test that fails before it waits for the event fails for its own reason, not because the event did not come.
    event.catch(() => {});
    return event;
  }

  async #next<N extends EventName>(name: N, options: EventFilter<N>): Promise<EventPayloads[N]> {
    const { domain, when, signal, timeoutMs = 10_000 } = options;
    const found = deferred<EventPayloads[N]>();
    const id = this.#hub.subscribe(name, undefined, ({ payload }) => {
      if (domain !== undefined && !isAbout(domain, payload)) return;
      if (when?.(payload) !== false) found.resolve(payload);
    });
    try {
      return await waitFor(found.promise, { signal, timeoutMs, domain: 'TEST', what: `an event ${name}` });
    } finally {
      this.#hub.unsubscribe(id);
    }
  }

  /** Sends an event to the clients that subscribed to it, whether or not anything has happened. */
  emit<N extends EventName>(name: N, payload: EventPayloads[N]): void {
    this.#hub.emit(name, payload);
  }
}
