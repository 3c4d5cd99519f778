import type { VirtError } from '@tsvirt/util';
import { type EventObject, eventCatalogue, type EventName, type EventPayloads } from '../protocol/event-catalogue.js';
import type { ReceivedEvent } from '../protocol/event-messages.js';
import type {
  NonnullDomain,
  NonnullNetwork,
  NonnullNodeDevice,
  NonnullSecret,
  NonnullStoragePool,
} from '../protocol/objects.js';
import { qemu } from '../protocol/qemu.js';
import { remote } from '../protocol/remote/index.js';
import type { RpcClient } from '../rpc/client.js';
import { EventFeed } from './event-feed.js';

/** Whose events are wanted, as far as the events are about such objects. */
export interface EventSubject {
  readonly dom?: NonnullDomain;
  readonly net?: NonnullNetwork;
  readonly pool?: NonnullStoragePool;
  readonly dev?: NonnullNodeDevice;
  readonly secret?: NonnullSecret;
  /** Which monitor events are wanted: a name or pattern, and how it is matched. Absent: all. */
  readonly monitor?: { readonly event: string; readonly flags: number };
}

/** Who takes the events of one subscription. */
export interface EventSink<N extends EventName> {
  push(payload: EventPayloads[N]): void;
  /** The connection is gone, and the subscription with it. */
  fail(error: VirtError): void;
}

type Taker = (event: ReceivedEvent) => void;

/** Events that come before the reply that names their callback. */
const keptEarly = 1024;

/** Leads the events of one connection to those who subscribed, by object kind and callback id. */
export class EventRouter {
  readonly #takers = new Map<string, { take: Taker; fail: (error: VirtError) => void }>();
  #early: ReceivedEvent[] = [];
  #registering = 0;

  /** Takes an event that arrived. */
  readonly accept = (event: ReceivedEvent): void => {
    const found = this.#takers.get(keyOf(eventCatalogue[event.name].object, event.callbackID));
    if (found !== undefined) found.take(event);
    else if (this.#registering > 0 && this.#early.length < keptEarly) this.#early.push(event);
  };

  /** The connection is gone. */
  lost(error: VirtError): void {
    const takers = Array.from(this.#takers.values());
    this.#takers.clear();
    for (const { fail } of takers) fail(error);
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
    const { object } = eventCatalogue[name];
    this.#registering++;
    try {
      const callbackID = await register(rpc, name, subject, signal);
      const key = keyOf(object, callbackID);
      this.#takers.set(key, {
        // The callback was registered for events of this name: no others carry its id.
        take: event => sink.push(event.payload as EventPayloads[N]),
        fail: error => sink.fail(error),
      });
      const early = this.#early;
      this.#early = [];
      for (const event of early) this.accept(event);
      return async () => {
        if (this.#takers.delete(key)) await deregister(rpc, object, callbackID);
      };
    } finally {
      this.#registering--;
      if (this.#registering === 0) this.#early = [];
    }
  }
}

function keyOf(object: EventObject, callbackID: number | undefined): string {
  return `${object} ${callbackID ?? -1}`;
}

async function register(rpc: RpcClient, name: EventName, subject: EventSubject, signal?: AbortSignal): Promise<number> {
  const options = signal === undefined ? {} : { signal };
  const entry = eventCatalogue[name];
  const eventID = 'id' in entry ? entry.id : 0;
  const { dom = null, net = null, pool = null, dev = null, secret = null } = subject;
  switch (entry.object) {
    case 'domain':
      return (await rpc.call(remote, 'connectDomainEventCallbackRegisterAny', { eventID, dom }, options)).callbackID;
    case 'network':
      return (await rpc.call(remote, 'connectNetworkEventRegisterAny', { eventID, net }, options)).callbackID;
    case 'storagePool':
      return (await rpc.call(remote, 'connectStoragePoolEventRegisterAny', { eventID, pool }, options)).callbackID;
    case 'nodeDevice':
      return (await rpc.call(remote, 'connectNodeDeviceEventRegisterAny', { eventID, dev }, options)).callbackID;
    case 'secret':
      return (await rpc.call(remote, 'connectSecretEventRegisterAny', { eventID, secret }, options)).callbackID;
    case 'monitor':
      return (
        await rpc.call(
          qemu,
          'connectDomainMonitorEventRegister',
          { dom, event: subject.monitor?.event ?? null, flags: subject.monitor?.flags ?? 0 },
          options,
        )
      ).callbackID;
    case 'connect':
      await rpc.call(remote, 'connectRegisterCloseCallback', {}, options);
      // The notice carries no id: one key for the connection.
      return -1;
    default:
      return entry satisfies never;
  }
}

async function deregister(rpc: RpcClient, object: EventObject, callbackID: number): Promise<void> {
  switch (object) {
    case 'domain':
      return rpc.call(remote, 'connectDomainEventCallbackDeregisterAny', { callbackID });
    case 'network':
      return rpc.call(remote, 'connectNetworkEventDeregisterAny', { callbackID });
    case 'storagePool':
      return rpc.call(remote, 'connectStoragePoolEventDeregisterAny', { callbackID });
    case 'nodeDevice':
      return rpc.call(remote, 'connectNodeDeviceEventDeregisterAny', { callbackID });
    case 'secret':
      return rpc.call(remote, 'connectSecretEventDeregisterAny', { callbackID });
    case 'monitor':
      return rpc.call(qemu, 'connectDomainMonitorEventDeregister', { callbackID });
    case 'connect':
      return rpc.call(remote, 'connectUnregisterCloseCallback', {});
    default:
      return object satisfies never;
  }
}
