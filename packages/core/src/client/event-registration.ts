import type { VirtError } from '@tsvirt/util';
import { type EventObject, eventCatalogue, type EventName } from '../protocol/event-catalogue.js';
import { qemu } from '../protocol/qemu.js';
import { remote } from '../protocol/remote/index.js';
import type { RpcClient } from '../rpc/client.js';
import type { EventSubject } from './event-router.js';

/** Events of one subject, which the server sends once however many want them: libvirtd takes no second registration of the same. */
export interface EventRegistration {
  /** Resolves with the id that the events carry, once the server has answered. */
  readonly callbackID: Promise<number>;
  /** Who wants them. */
  readonly sinks: Set<AnySink>;
}

/** A sink whose events are those of its registration, whatever their kind. */
export interface AnySink {
  push(payload: unknown): void;
  fail(error: VirtError): void;
}

/** What tells registrations of a connection from each other. */
export function registrationKey(name: EventName, { dom, net, pool, dev, secret, monitor }: EventSubject): string {
  const of = [dom?.uuid, net?.uuid, pool?.uuid, dev?.name, secret?.uuid, monitor?.event, monitor?.flags];
  return JSON.stringify([name, ...of.map(part => part ?? null)]);
}

/** Has the server send a kind of events. @returns the id that they carry @throws VirtError what the server says against it */
export async function register(rpc: RpcClient, name: EventName, subject: EventSubject): Promise<number> {
  const entry = eventCatalogue[name];
  const eventID = 'id' in entry ? entry.id : 0;
  const { dom = null, net = null, pool = null, dev = null, secret = null } = subject;
  switch (entry.object) {
    case 'domain':
      return (await rpc.call(remote, 'connectDomainEventCallbackRegisterAny', { eventID, dom })).callbackID;
    case 'network':
      return (await rpc.call(remote, 'connectNetworkEventRegisterAny', { eventID, net })).callbackID;
    case 'storagePool':
      return (await rpc.call(remote, 'connectStoragePoolEventRegisterAny', { eventID, pool })).callbackID;
    case 'nodeDevice':
      return (await rpc.call(remote, 'connectNodeDeviceEventRegisterAny', { eventID, dev })).callbackID;
    case 'secret':
      return (await rpc.call(remote, 'connectSecretEventRegisterAny', { eventID, secret })).callbackID;
    case 'monitor':
      return (
        await rpc.call(qemu, 'connectDomainMonitorEventRegister', {
          dom,
          event: subject.monitor?.event ?? null,
          flags: subject.monitor?.flags ?? 0,
        })
      ).callbackID;
    case 'connect':
      await rpc.call(remote, 'connectRegisterCloseCallback', {});
      // The notice carries no id: one key for the connection.
      return -1;
    default:
      return entry satisfies never;
  }
}

/** Has the server send no more of a registration's events. */
export async function deregister(rpc: RpcClient, object: EventObject, callbackID: number): Promise<void> {
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
