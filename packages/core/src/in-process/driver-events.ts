import { VirtError, waitFor } from '@tsvirt/util';
import type { Occurrence } from '../contract/index.js';
import { eventCatalogue, type EventName } from '../protocol/event-catalogue.js';
import type { OpenedConnection } from '../rpc/connection-opener.js';

/** Events that come out of drivers' hubs: all but the notice that the driver has lost its hypervisor. */
export type DriverEventName = Exclude<EventName, 'connectionClosed'>;

/**
 * Listens to a connection's drivers in this process, once the one that is asked is there and its events come.
 * @param object whose events: a uuid, or a node device's name; undefined: everybody's
 * @returns what ends it
 * @throws VirtError NO_SUPPORT when the connection has no such events
 */
export async function listenToDriver<N extends DriverEventName>(
  opened: OpenedConnection,
  name: N,
  object: string | undefined,
  listener: (occurrence: Occurrence<N>) => void,
  signal: AbortSignal,
): Promise<() => void> {
  const kind = eventCatalogue[name].object;
  const waiting = { signal, domain: 'EVENT', what: `the events of ${kind} objects` } as const;
  const hub = await waitFor(Promise.resolve(opened.hubFor(kind)), waiting);
  if (hub === undefined) throw new VirtError('NO_SUPPORT', 'EVENT', `events ${name} of ${opened.uri}`);
  const subscribing = hub.whenReady(name, () => {
    // Who does not wait any more could not end the subscription either.
    if (signal.aborted) throw VirtError.aborted(signal.reason, 'EVENT');
    return hub.subscribe(name, object, listener);
  });
  const callbackID = await waitFor(Promise.resolve(subscribing), waiting);
  return () => void hub.unsubscribe(callbackID);
}
