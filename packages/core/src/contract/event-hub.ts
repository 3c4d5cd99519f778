import type { EventName, EventPayloads } from '../protocol/index.js';
import type { Awaitable } from './handlers.js';

/** One thing that happened, shared by all who subscribed to it. */
export interface Occurrence<N extends EventName = EventName> {
  readonly name: N;
  readonly payload: EventPayloads[N];
}

/** Whose events a subscriber wants: one object (canonical uuid, or a node device's name), or all. */
export interface Subscription {
  readonly callbackID: number;
  readonly name: EventName;
  readonly object: string | undefined;
}

/** Where a hub's events come from when they must be asked for first, as a remote host's. */
export interface EventSupply {
  /** Called before the first subscription to a name. @throws VirtError when there are no such events: nobody is subscribed then */
  begin(name: EventName): Promise<void>;
  /** Nobody listens to a name any more. */
  end(name: EventName): void;
}

interface Entry extends Subscription {
  readonly listener: (occurrence: Occurrence) => void;
}

/**
 * Where a driver's events come out. One hub serves all connections of a driver; callback ids count up from 0 over
 * all of them, as libvirt's do. Listeners are called in the order of subscription, after the emitter's own turn of
 * work for that event; what a listener throws goes to `onError`, never to the emitter.
 * @example
 * ```ts
 * import { EventHub } from '@tsvirt/core/contract';
 * import { DomainEventStartedDetailType, DomainEventType, eventObject } from '@tsvirt/core/protocol';
 *
 * const hub = new EventHub({
 *   objectOf: ({ payload }) => eventObject(payload),
 *   onError: reason => console.error('an event was not delivered:', reason),
 * });
 * const dom = { name: 'web', uuid: 'a2d2c1b3-40a0-4ea2-8f1c-0c1ed7b1c101', id: 1 };
 * hub.emit('domainLifecycle', { dom, event: DomainEventType.started, detail: DomainEventStartedDetailType.booted });
 * ```
 */
export class EventHub {
  readonly #entries = new Map<EventName, Set<Entry>>();
  readonly #byId = new Map<number, Entry>();
  readonly #objectOf: (occurrence: Occurrence) => string | undefined;
  readonly #onError: (reason: unknown) => void;
  readonly #supply: EventSupply | undefined;
  readonly #supplied = new Map<EventName, Promise<void>>();
  #nextId = 0;

  constructor(options: {
    objectOf: (occurrence: Occurrence) => string | undefined;
    onError: (reason: unknown) => void;
    /** Absent: the driver emits whatever happens. */
    supply?: EventSupply;
  }) {
    this.#objectOf = options.objectOf;
    this.#onError = options.onError;
    this.#supply = options.supply;
  }

  /** Number of subscriptions. */
  get size(): number {
    return this.#byId.size;
  }

  /** Whether anybody listens: lets a driver skip work for an event that nobody wants. */
  wanted(name: EventName): boolean {
    return (this.#entries.get(name)?.size ?? 0) > 0;
  }

  /**
   * Sees to it that events of a name come, for a subscription that follows. Several who ask at once are one request.
   * @returns undefined when they come anyway
   * @throws VirtError what is against it
   */
  ready(name: EventName): Promise<void> | undefined {
    const supply = this.#supply;
    if (supply === undefined) return undefined;
    let coming = this.#supplied.get(name);
    if (coming === undefined) {
      coming = supply.begin(name);
      this.#supplied.set(name, coming);
      coming.catch(() => this.#supplied.delete(name));
    }
    return coming;
  }

  /**
   * Does something, mostly `subscribe`, once events of a name come: at once where they come anyway.
   * @throws VirtError what is against it
   */
  whenReady<T>(name: EventName, run: () => T): Awaitable<T> {
    const coming = this.ready(name);
    if (coming === undefined) return run();
    // The last subscriber may have left meanwhile, and the supply with it.
    return coming.then(() => (this.ready(name) === coming ? run() : this.whenReady(name, run)));
  }

  /** Subscribes to one event name, of one object or of all. @returns the callback id */
  subscribe<N extends EventName>(
    name: N,
    object: string | undefined,
    listener: (occurrence: Occurrence<N>) => void,
  ): number {
    const callbackID = this.#nextId++;
    // The entry is only ever called with occurrences of its own name, so the narrower listener is sound.
    const entry: Entry = { callbackID, name, object, listener: listener as (occurrence: Occurrence) => void };
    let set = this.#entries.get(name);
    if (set === undefined) this.#entries.set(name, (set = new Set()));
    set.add(entry);
    this.#byId.set(callbackID, entry);
    return callbackID;
  }

  /** @returns the subscription that ended, or undefined for an id that is not there. */
  unsubscribe(callbackID: number): Subscription | undefined {
    const entry = this.#byId.get(callbackID);
    if (entry === undefined) return undefined;
    this.#byId.delete(callbackID);
    const set = this.#entries.get(entry.name);
    set?.delete(entry);
    if (set?.size === 0 && this.#supplied.delete(entry.name)) this.#supply?.end(entry.name);
    return entry;
  }

  /**
   * Hands an event to all who listen to it, in the order in which they subscribed, before it returns. What a listener
   * throws goes to `onError`.
   */
  emit<N extends EventName>(name: N, payload: EventPayloads[N]): void {
    const set = this.#entries.get(name);
    if (set === undefined || set.size === 0) return;
    const occurrence: Occurrence<N> = { name, payload };
    const object = this.#objectOf(occurrence);
    for (const entry of set) {
      if (entry.object !== undefined && entry.object !== object) continue;
      try {
        entry.listener(occurrence);
      } catch (reason) {
        this.#onError(reason);
      }
    }
  }
}
