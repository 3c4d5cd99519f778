import {
  type ApiEvents,
  type Connection,
  type Domain,
  type EventName,
  EventStream,
  type ListenOptions,
} from '@tsvirt/core';
import { eventEntries } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { type EventData, eventData } from './event-data.js';

/** Which events are wanted. */
export interface WatchChoice {
  /** Undefined: all but those of monitors. */
  readonly events: readonly EventName[] | undefined;
  /** Undefined: of all objects. */
  readonly domain: Domain | undefined;
  readonly signal: AbortSignal;
}

/** An event, or the news that some may be missing. */
export type Watched =
  | EventData
  | { readonly time: string; readonly gap: { readonly lostAt: string; readonly why: string } };

/** Names of events that can be watched. */
export const eventNames: readonly EventName[] = eventEntries.map(([name]) => name);

/**
 * Subscribes to events; those that the driver does not have are left out, unless they were asked for by name.
 * Several subscriptions' gaps at one time are one.
 * @throws VirtError NO_SUPPORT when there are no events at all
 */
export async function watchEvents(connection: Connection, choice: WatchChoice): Promise<EventStream<Watched>> {
  const { events, domain, signal } = choice;
  const watched = new EventStream<Watched>();
  let lastGap = '';
  const wanted = events ?? eventNames.filter(name => name !== 'monitor' && (domain === undefined || isOfDomain(name)));
  const options: ListenOptions = {
    signal,
    onGap({ lostAt, reason }) {
      const since = lostAt.toISOString();
      if (since === lastGap) return;
      lastGap = since;
      watched.push({ time: new Date().toISOString(), gap: { lostAt: since, why: reason.message } });
    },
    onEnd: reason => watched.fail(reason),
  };
  const listenerOf =
    <N extends EventName>(name: N) =>
    (event: ApiEvents[N]) =>
      watched.push(eventData(name, event, new Date()));
  const subscribe = (name: EventName) =>
    domain !== undefined && isOfDomain(name)
      ? connection.on(name, listenerOf(name), { ...options, domain })
      : connection.on(name, listenerOf(name), options);
  const asked = await Promise.allSettled(wanted.map(subscribe));
  const subscriptions = asked.flatMap(one => (one.status === 'fulfilled' ? [one.value] : []));
  const refusals = asked.flatMap(one => (one.status === 'rejected' ? [VirtError.wrap(one.reason, 'EVENT')] : []));
  const serious = refusals.find(({ code }) => events !== undefined || code !== 'NO_SUPPORT');
  const refusal = serious ?? (subscriptions.length === 0 ? refusals[0] : undefined);
  const end = async () => void (await Promise.all(subscriptions.map(subscription => subscription.end())));
  if (refusal !== undefined) {
    await end();
    throw refusal;
  }
  watched.started(end);
  signal.addEventListener('abort', () => void watched.return(), { once: true });
  return watched;
}

/** Whether an event is one of a domain. */
export function isOfDomain(name: EventName): name is Extract<EventName, `domain${string}`> {
  return name.startsWith('domain');
}
