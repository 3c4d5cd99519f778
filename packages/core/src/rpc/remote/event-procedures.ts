import { VirtError, waitFor } from '@tsvirt/util';
import type { Awaitable, EventHub } from '../../contract/index.js';
import { type EventName, type EventObject, eventCatalogue, eventName } from '../../protocol/event-catalogue.js';
import { eventMessage } from '../../protocol/event-messages.js';
import type { RemoteProcedures } from '../../protocol/index.js';
import { apiDomain } from '../api-domain.js';
import type { OwnHandlers } from '../served-program.js';
import type { ServerCall } from '../server-call.js';

type SubscribedObject = Exclude<EventObject, 'connect'>;

/** How errors name the callbacks of an object kind. */
const kindTexts: Readonly<Record<SubscribedObject, string>> = {
  domain: 'domain',
  network: 'network',
  storagePool: 'storage pool',
  nodeDevice: 'node device',
  secret: 'secret',
  monitor: 'qemu monitor',
};

/** Subscribing to events, with a callback id for each subscription or the way of old clients. */
export const eventProcedures = {
  async connectDomainEventRegister(_, call) {
    await addLegacy(call, 'domainLifecycle');
    return { cbRegistered: 0 };
  },
  connectDomainEventDeregister(_, call) {
    removeLegacy(call, 'domainLifecycle');
    return { cbRegistered: 0 };
  },
  connectDomainEventRegisterAny({ eventID }, call) {
    return addLegacy(call, legacyName(eventID));
  },
  connectDomainEventDeregisterAny({ eventID }, call) {
    removeLegacy(call, legacyName(eventID));
  },
  connectDomainEventCallbackRegisterAny: ({ eventID, dom }, call) => subscribe(call, 'domain', eventID, dom?.uuid),
  connectDomainEventCallbackDeregisterAny: ({ callbackID }, call) => unsubscribe(call, 'domain', callbackID),
  connectNetworkEventRegisterAny: ({ eventID, net }, call) => subscribe(call, 'network', eventID, net?.uuid),
  connectNetworkEventDeregisterAny: ({ callbackID }, call) => unsubscribe(call, 'network', callbackID),
  connectStoragePoolEventRegisterAny: ({ eventID, pool }, call) => subscribe(call, 'storagePool', eventID, pool?.uuid),
  connectStoragePoolEventDeregisterAny: ({ callbackID }, call) => unsubscribe(call, 'storagePool', callbackID),
  connectNodeDeviceEventRegisterAny: ({ eventID, dev }, call) => subscribe(call, 'nodeDevice', eventID, dev?.name),
  connectNodeDeviceEventDeregisterAny: ({ callbackID }, call) => unsubscribe(call, 'nodeDevice', callbackID),
  connectSecretEventRegisterAny: ({ eventID, secret }, call) => subscribe(call, 'secret', eventID, secret?.uuid),
  connectSecretEventDeregisterAny: ({ callbackID }, call) => unsubscribe(call, 'secret', callbackID),
} satisfies OwnHandlers<RemoteProcedures>;

/**
 * Subscribes to an event at once, or when its driver is there and has been asked for such events.
 * @throws VirtError NO_SUPPORT when the connection has none
 */
export function withHub<T>(
  { session, procedure, signal }: ServerCall,
  object: SubscribedObject,
  name: EventName,
  subscribed: (hub: EventHub) => T,
): Awaitable<T> {
  const whenThere = (hub: EventHub | undefined): Awaitable<T> => {
    if (hub === undefined) throw new VirtError('NO_SUPPORT', apiDomain(procedure), procedure.apiName);
    return hub.whenReady(name, () => subscribed(hub));
  };
  const hub = session.connection.subscriptions.hub(object);
  if (!(hub instanceof Promise)) return whenThere(hub);
  return waitFor(hub, { signal, domain: 'RPC', what: `the events of ${kindTexts[object]}s` }).then(whenThere);
}

/** Ends a subscription of this client. @throws VirtError INTERNAL_ERROR when it has none of that id */
export function unsubscribe({ session }: ServerCall, object: SubscribedObject, callbackID: number): void {
  if (!session.connection.subscriptions.remove(object, callbackID)) {
    throw new VirtError('INTERNAL_ERROR', 'RPC', `${kindTexts[object]} event callback ${callbackID} not registered`);
  }
}

function subscribe(
  call: ServerCall,
  object: SubscribedObject,
  eventID: number,
  wanted: string | undefined,
): Awaitable<{ callbackID: number }> {
  const { subscriptions } = call.session.connection;
  const name = eventName(object, eventID);
  if (name === undefined) throw unsupportedEvent(eventID, object);
  return withHub(call, object, name, hub => ({ callbackID: subscriptions.add(hub, name, object, wanted) }));
}

function legacyName(eventID: number): EventName {
  const name = eventName('domain', eventID);
  if (name === undefined || eventMessage(name, 'legacy') === undefined) throw unsupportedEvent(eventID, 'domain');
  return name;
}

function addLegacy(call: ServerCall, name: EventName): Awaitable<void> {
  return withHub(call, 'domain', name, hub => {
    if (!call.session.connection.subscriptions.addLegacy(hub, name)) {
      throw new VirtError('INTERNAL_ERROR', 'RPC', `domain event ${legacyId(name)} already registered`);
    }
  });
}

function removeLegacy({ session }: ServerCall, name: EventName): void {
  if (!session.connection.subscriptions.removeLegacy(name)) {
    throw new VirtError('INTERNAL_ERROR', 'RPC', `domain event ${legacyId(name)} not registered`);
  }
}

function legacyId(name: EventName): number | undefined {
  const entry = eventCatalogue[name];
  return 'id' in entry ? entry.id : undefined;
}

function unsupportedEvent(eventID: number, object: SubscribedObject): VirtError {
  const kind = object === 'domain' ? '' : `${kindTexts[object]} `;
  return new VirtError('INTERNAL_ERROR', 'RPC', `unsupported ${kind}event ID ${eventID}`);
}
