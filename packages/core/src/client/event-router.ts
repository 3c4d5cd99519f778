import { type VirtError, waitFor } from '@tsvirt/util';
import { type EventObject, eventCatalogue, type EventName, type EventPayloads } from '../protocol/event-catalogue.js';
import type { ReceivedEvent } from '../protocol/event-messages.js';
import type {
  NonnullDomain,
  NonnullNetwork,
  NonnullNodeDevice,
  NonnullSecret,
  NonnullStoragePool,
} from '../protocol/objects.js';
import type { RpcClient } from '../rpc/client.js';
import { EventFeed } from './event-feed.js';
import { type AnySink, deregister, type EventRegistration, register, registrationKey } from './event-registration.js';

/** Whose events are wanted, as far as the events are about such objects. */
export interface EventSubject {
  readonly dom?: NonnullDomain | undefined;
  readonly net?: NonnullNetwork | undefined;
  readonly pool?: NonnullStoragePool | undefined;
  readonly dev?: NonnullNodeDevice | undefined;
  readonly secret?: NonnullSecret | undefined;
  /** Which monitor events are wanted: a name or pattern, and how it is matched. Absent: all. */
  readonly monitor?: { readonly event: string; readonly flags: number } | undefined;
}

/** Who takes the events of one subscription. */
export interface EventSink<N extends EventName> {
  push(payload: EventPayloads[N]): void;
  /** The connection is gone, and the subscription with it. */
  fail(error: VirtError): void;
}

/** Events that come before the reply that names their callback. */
const keptEarly = 1024;

/** Leads the events of one connection to those who subscribed, by object kind and callback id. */
export class EventRouter {
  readonly #takers = new Map<string, ReadonlySet<AnySink>>();
  readonly #registrations = new Map<string, EventRegistration>();
  /** Registrations that the server is told the end of: the same can be made once it has answered. */
  readonly #ending = new Map<string, Promise<void>>();
  #early: ReceivedEvent[] = [];
  #registering = 0;

  /** Takes an event that arrived. */
  readonly accept = (event: ReceivedEvent): void => {
    const found = this.#takers.get(keyOf(eventCatalogue[event.name].object, event.callbackID));
    if (found !== undefined) for (const sink of found) sink.push(event.payload);
    else if (this.#registering > 0 && this.#early.length < keptEarly) this.#early.push(event);
  };

  /** The connection is gone. */
  lost(error: VirtError): void {
    const takers = Array.from(this.#takers.values());
    this.#takers.clear();
    this.#registrations.clear();
    for (const sink of takers.flatMap(sinks => Array.from(sinks))) sink.fail(error);
  }

  /** Subscribes. @throws VirtError what the server says against it */
  async subscribe<N extends EventName>(
    rpc: RpcClient,
    name: N,
    subject: EventSubject,
    signal?: AbortSignal,
  ): Promise<EventFeed<N>> {
    let end: () => Promise<void> = () => Promise.resolve();
    const feed = new EventFeed<N>(() => end());
    end = await this.listen(rpc, name, subject, feed, signal);
    return feed;
  }

  /**
   * Has the events of a new subscription pushed to `sink`, beginning with those that arrive before the server's answer.
   * @returns what ends the subscription
   */
  async listen<N extends EventName>(
    rpc: RpcClient,
    name: N,
    subject: EventSubject,
    sink: EventSink<N>,
    signal?: AbortSignal,
  ): Promise<() => Promise<void>> {
    // The registration is made for events of this name: its sinks get no others.
    const own: AnySink = { push: payload => sink.push(payload as EventPayloads[N]), fail: error => sink.fail(error) };
    const key = registrationKey(name, subject);
    for (let ending = this.#ending.get(key); ending !== undefined; ending = this.#ending.get(key)) await ending;
    const registration = this.#registrations.get(key) ?? this.#register(rpc, name, subject, key);
    registration.sinks.add(own);
    const end = async (): Promise<void> => {
      if (!registration.sinks.delete(own) || registration.sinks.size > 0) return;
      if (this.#registrations.get(key) === registration) await this.#deregister(rpc, name, registration, key);
    };
    const limits = { signal, domain: 'RPC', what: `registering for '${name}'` } as const;
    try {
      await waitFor(registration.callbackID, limits);
    } catch (reason) {
      void end().catch(() => {}); // the caller hears why it has no subscription; what is left of one is nobody's
      throw reason;
    }
    return end;
  }

  #register(rpc: RpcClient, name: EventName, subject: EventSubject, key: string): EventRegistration {
    const sinks = new Set<AnySink>();
    const registration = { sinks, callbackID: this.#answered(rpc, name, subject, sinks) };
    this.#registrations.set(key, registration);
    registration.callbackID.catch(() => {
      if (this.#registrations.get(key) === registration) this.#registrations.delete(key);
    });
    return registration;
  }

  /** Waits for the server's answer, and gives out what came before it. */
  async #answered(
    rpc: RpcClient,
    name: EventName,
    subject: EventSubject,
    sinks: ReadonlySet<AnySink>,
  ): Promise<number> {
    this.#registering++;
    try {
      const callbackID = await register(rpc, name, subject);
      this.#takers.set(keyOf(eventCatalogue[name].object, callbackID), sinks);
      const early = this.#early;
      this.#early = [];
      for (const event of early) this.accept(event);
      return callbackID;
    } finally {
      this.#registering--;
      if (this.#registering === 0) this.#early = [];
    }
  }

  async #deregister(rpc: RpcClient, name: EventName, registration: EventRegistration, key: string): Promise<void> {
    this.#registrations.delete(key);
    const ending = (async () => {
      const { object } = eventCatalogue[name];
      const callbackID = await registration.callbackID;
      if (this.#takers.delete(keyOf(object, callbackID))) await deregister(rpc, object, callbackID);
    })();
    const ended = ending.then(
      () => {},
      () => {},
    );
    this.#ending.set(key, ended);
    void ended.then(() => {
      if (this.#ending.get(key) === ended) this.#ending.delete(key);
    });
    await ending;
  }
}

function keyOf(object: EventObject, callbackID: number | undefined): string {
  return `${object} ${callbackID ?? -1}`;
}
