import {
  type ConnectionClosedEvent,
  connectionClosedFields,
  type DomainAgentLifecycleEvent,
  domainAgentLifecycleFields,
  type DomainBalloonChangeEvent,
  domainBalloonChangeFields,
  type DomainBlockJob2Event,
  domainBlockJob2Fields,
  type DomainBlockJobEvent,
  domainBlockJobFields,
  type DomainBlockThresholdEvent,
  domainBlockThresholdFields,
  type DomainControlErrorEvent,
  domainControlErrorFields,
  type DomainDeviceAddedEvent,
  domainDeviceAddedFields,
  type DomainDeviceRemovalFailedEvent,
  domainDeviceRemovalFailedFields,
  type DomainDeviceRemovedEvent,
  domainDeviceRemovedFields,
  type DomainDiskChangeEvent,
  domainDiskChangeFields,
  type DomainGraphicsEvent,
  domainGraphicsFields,
  type DomainIOErrorEvent,
  domainIOErrorFields,
  type DomainIOErrorReasonEvent,
  domainIOErrorReasonFields,
  type DomainJobCompletedEvent,
  domainJobCompletedFields,
  type DomainLifecycleEvent,
  domainLifecycleFields,
  type DomainMemoryDeviceSizeChangeEvent,
  domainMemoryDeviceSizeChangeFields,
  type DomainMemoryFailureEvent,
  domainMemoryFailureFields,
  type DomainMetadataChangeEvent,
  domainMetadataChangeFields,
  type DomainMigrationIterationEvent,
  domainMigrationIterationFields,
  type DomainNICMACChangeEvent,
  domainNICMACChangeFields,
  type DomainPMSuspendDiskEvent,
  domainPMSuspendDiskFields,
  domainPMSuspendDiskMessageFields,
  type DomainPMSuspendEvent,
  domainPMSuspendFields,
  domainPMSuspendMessageFields,
  type DomainPMWakeupEvent,
  domainPMWakeupFields,
  domainPMWakeupMessageFields,
  type DomainRebootEvent,
  domainRebootFields,
  type DomainRTCChangeEvent,
  domainRTCChangeFields,
  type DomainTrayChangeEvent,
  domainTrayChangeFields,
  type DomainTunableEvent,
  domainTunableFields,
  type DomainWatchdogEvent,
  domainWatchdogFields,
  type MonitorEvent,
  monitorFields,
  type NetworkLifecycleEvent,
  networkLifecycleFields,
  type NetworkMetadataChangeEvent,
  networkMetadataChangeFields,
  type NodeDeviceLifecycleEvent,
  nodeDeviceLifecycleFields,
  type NodeDeviceUpdateEvent,
  nodeDeviceUpdateFields,
  type SecretLifecycleEvent,
  secretLifecycleFields,
  type SecretValueChangedEvent,
  secretValueChangedFields,
  type StoragePoolLifecycleEvent,
  storagePoolLifecycleFields,
  type StoragePoolRefreshEvent,
  storagePoolRefreshFields,
} from './event-payloads.js';
import type { Fields } from './xdr.js';

/** What a driver emits with each event, by the event's name; what a subscriber gets. */
export interface EventPayloads {
  readonly domainLifecycle: DomainLifecycleEvent;
  readonly domainReboot: DomainRebootEvent;
  readonly domainRTCChange: DomainRTCChangeEvent;
  readonly domainWatchdog: DomainWatchdogEvent;
  readonly domainIOError: DomainIOErrorEvent;
  readonly domainGraphics: DomainGraphicsEvent;
  readonly domainIOErrorReason: DomainIOErrorReasonEvent;
  readonly domainControlError: DomainControlErrorEvent;
  readonly domainBlockJob: DomainBlockJobEvent;
  readonly domainDiskChange: DomainDiskChangeEvent;
  readonly domainTrayChange: DomainTrayChangeEvent;
  readonly domainPMWakeup: DomainPMWakeupEvent;
  readonly domainPMSuspend: DomainPMSuspendEvent;
  readonly domainBalloonChange: DomainBalloonChangeEvent;
  readonly domainPMSuspendDisk: DomainPMSuspendDiskEvent;
  readonly domainDeviceRemoved: DomainDeviceRemovedEvent;
  readonly domainBlockJob2: DomainBlockJob2Event;
  readonly domainTunable: DomainTunableEvent;
  readonly domainAgentLifecycle: DomainAgentLifecycleEvent;
  readonly domainDeviceAdded: DomainDeviceAddedEvent;
  readonly domainMigrationIteration: DomainMigrationIterationEvent;
  readonly domainJobCompleted: DomainJobCompletedEvent;
  readonly domainDeviceRemovalFailed: DomainDeviceRemovalFailedEvent;
  readonly domainMetadataChange: DomainMetadataChangeEvent;
  readonly domainBlockThreshold: DomainBlockThresholdEvent;
  readonly domainMemoryFailure: DomainMemoryFailureEvent;
  readonly domainMemoryDeviceSizeChange: DomainMemoryDeviceSizeChangeEvent;
  readonly domainNICMACChange: DomainNICMACChangeEvent;
  readonly networkLifecycle: NetworkLifecycleEvent;
  readonly networkMetadataChange: NetworkMetadataChangeEvent;
  readonly storagePoolLifecycle: StoragePoolLifecycleEvent;
  readonly storagePoolRefresh: StoragePoolRefreshEvent;
  readonly nodeDeviceLifecycle: NodeDeviceLifecycleEvent;
  readonly nodeDeviceUpdate: NodeDeviceUpdateEvent;
  readonly secretLifecycle: SecretLifecycleEvent;
  readonly secretValueChanged: SecretValueChangedEvent;
  readonly connectionClosed: ConnectionClosedEvent;
  readonly monitor: MonitorEvent;
}

/** The name of an event. */
export type EventName = keyof EventPayloads;

/** The kind of object that an event is about; `monitor` events are about a domain too, but are subscribed to apart. */
export type EventObject = 'connect' | 'domain' | 'network' | 'storagePool' | 'nodeDevice' | 'secret' | 'monitor';

/** How an event travels: for one callback, with its id in front; or the old way, once for a connection. */
export type EventForm = 'callback' | 'legacy';

/** One event of the API. */
export interface EventEntry {
  readonly program: 'remote' | 'qemu';
  readonly object: EventObject;
  /** The event's number among those of its object kind; absent where there is nothing to choose from. */
  readonly id?: number;
  /** The message for one callback. */
  readonly callback?: string;
  /** The message for a whole connection; domain events up to id 15 have one. */
  readonly legacy?: string;
  /** The payload in wire order. */
  readonly fields: Fields;
  /** The payload of the legacy message, where it says less. */
  readonly legacyFields?: Fields;
}

/** Every event by name: whose it is, its number in the API, and the messages that carry it. */
export const eventCatalogue = {
  domainLifecycle: {
    program: 'remote',
    object: 'domain',
    id: 0,
    callback: 'domainEventCallbackLifecycle',
    legacy: 'domainEventLifecycle',
    fields: domainLifecycleFields,
  },
  domainReboot: {
    program: 'remote',
    object: 'domain',
    id: 1,
    callback: 'domainEventCallbackReboot',
    legacy: 'domainEventReboot',
    fields: domainRebootFields,
  },
  domainRTCChange: {
    program: 'remote',
    object: 'domain',
    id: 2,
    callback: 'domainEventCallbackRTCChange',
    legacy: 'domainEventRTCChange',
    fields: domainRTCChangeFields,
  },
  domainWatchdog: {
    program: 'remote',
    object: 'domain',
    id: 3,
    callback: 'domainEventCallbackWatchdog',
    legacy: 'domainEventWatchdog',
    fields: domainWatchdogFields,
  },
  domainIOError: {
    program: 'remote',
    object: 'domain',
    id: 4,
    callback: 'domainEventCallbackIOError',
    legacy: 'domainEventIOError',
    fields: domainIOErrorFields,
  },
  domainGraphics: {
    program: 'remote',
    object: 'domain',
    id: 5,
    callback: 'domainEventCallbackGraphics',
    legacy: 'domainEventGraphics',
    fields: domainGraphicsFields,
  },
  domainIOErrorReason: {
    program: 'remote',
    object: 'domain',
    id: 6,
    callback: 'domainEventCallbackIOErrorReason',
    legacy: 'domainEventIOErrorReason',
    fields: domainIOErrorReasonFields,
  },
  domainControlError: {
    program: 'remote',
    object: 'domain',
    id: 7,
    callback: 'domainEventCallbackControlError',
    legacy: 'domainEventControlError',
    fields: domainControlErrorFields,
  },
  domainBlockJob: {
    program: 'remote',
    object: 'domain',
    id: 8,
    callback: 'domainEventCallbackBlockJob',
    legacy: 'domainEventBlockJob',
    fields: domainBlockJobFields,
  },
  domainDiskChange: {
    program: 'remote',
    object: 'domain',
    id: 9,
    callback: 'domainEventCallbackDiskChange',
    legacy: 'domainEventDiskChange',
    fields: domainDiskChangeFields,
  },
  domainTrayChange: {
    program: 'remote',
    object: 'domain',
    id: 10,
    callback: 'domainEventCallbackTrayChange',
    legacy: 'domainEventTrayChange',
    fields: domainTrayChangeFields,
  },
  domainPMWakeup: {
    program: 'remote',
    object: 'domain',
    id: 11,
    callback: 'domainEventCallbackPMWakeup',
    legacy: 'domainEventPMWakeup',
    fields: domainPMWakeupFields,
    legacyFields: domainPMWakeupMessageFields,
  },
  domainPMSuspend: {
    program: 'remote',
    object: 'domain',
    id: 12,
    callback: 'domainEventCallbackPMSuspend',
    legacy: 'domainEventPMSuspend',
    fields: domainPMSuspendFields,
    legacyFields: domainPMSuspendMessageFields,
  },
  domainBalloonChange: {
    program: 'remote',
    object: 'domain',
    id: 13,
    callback: 'domainEventCallbackBalloonChange',
    legacy: 'domainEventBalloonChange',
    fields: domainBalloonChangeFields,
  },
  domainPMSuspendDisk: {
    program: 'remote',
    object: 'domain',
    id: 14,
    callback: 'domainEventCallbackPMSuspendDisk',
    legacy: 'domainEventPMSuspendDisk',
    fields: domainPMSuspendDiskFields,
    legacyFields: domainPMSuspendDiskMessageFields,
  },
  domainDeviceRemoved: {
    program: 'remote',
    object: 'domain',
    id: 15,
    callback: 'domainEventCallbackDeviceRemoved',
    legacy: 'domainEventDeviceRemoved',
    fields: domainDeviceRemovedFields,
  },
  domainBlockJob2: {
    program: 'remote',
    object: 'domain',
    id: 16,
    callback: 'domainEventBlockJob2',
    fields: domainBlockJob2Fields,
  },
  domainTunable: {
    program: 'remote',
    object: 'domain',
    id: 17,
    callback: 'domainEventCallbackTunable',
    fields: domainTunableFields,
  },
  domainAgentLifecycle: {
    program: 'remote',
    object: 'domain',
    id: 18,
    callback: 'domainEventCallbackAgentLifecycle',
    fields: domainAgentLifecycleFields,
  },
  domainDeviceAdded: {
    program: 'remote',
    object: 'domain',
    id: 19,
    callback: 'domainEventCallbackDeviceAdded',
    fields: domainDeviceAddedFields,
  },
  domainMigrationIteration: {
    program: 'remote',
    object: 'domain',
    id: 20,
    callback: 'domainEventCallbackMigrationIteration',
    fields: domainMigrationIterationFields,
  },
  domainJobCompleted: {
    program: 'remote',
    object: 'domain',
    id: 21,
    callback: 'domainEventCallbackJobCompleted',
    fields: domainJobCompletedFields,
  },
  domainDeviceRemovalFailed: {
    program: 'remote',
    object: 'domain',
    id: 22,
    callback: 'domainEventCallbackDeviceRemovalFailed',
    fields: domainDeviceRemovalFailedFields,
  },
  domainMetadataChange: {
    program: 'remote',
    object: 'domain',
    id: 23,
    callback: 'domainEventCallbackMetadataChange',
    fields: domainMetadataChangeFields,
  },
  domainBlockThreshold: {
    program: 'remote',
    object: 'domain',
    id: 24,
    callback: 'domainEventBlockThreshold',
    fields: domainBlockThresholdFields,
  },
  domainMemoryFailure: {
    program: 'remote',
    object: 'domain',
    id: 25,
    callback: 'domainEventMemoryFailure',
    fields: domainMemoryFailureFields,
  },
  domainMemoryDeviceSizeChange: {
    program: 'remote',
    object: 'domain',
    id: 26,
    callback: 'domainEventMemoryDeviceSizeChange',
    fields: domainMemoryDeviceSizeChangeFields,
  },
  domainNICMACChange: {
    program: 'remote',
    object: 'domain',
    id: 27,
    callback: 'domainEventNICMACChange',
    fields: domainNICMACChangeFields,
  },
  networkLifecycle: {
    program: 'remote',
    object: 'network',
    id: 0,
    callback: 'networkEventLifecycle',
    fields: networkLifecycleFields,
  },
  networkMetadataChange: {
    program: 'remote',
    object: 'network',
    id: 1,
    callback: 'networkEventCallbackMetadataChange',
    fields: networkMetadataChangeFields,
  },
  storagePoolLifecycle: {
    program: 'remote',
    object: 'storagePool',
    id: 0,
    callback: 'storagePoolEventLifecycle',
    fields: storagePoolLifecycleFields,
  },
  storagePoolRefresh: {
    program: 'remote',
    object: 'storagePool',
    id: 1,
    callback: 'storagePoolEventRefresh',
    fields: storagePoolRefreshFields,
  },
  nodeDeviceLifecycle: {
    program: 'remote',
    object: 'nodeDevice',
    id: 0,
    callback: 'nodeDeviceEventLifecycle',
    fields: nodeDeviceLifecycleFields,
  },
  nodeDeviceUpdate: {
    program: 'remote',
    object: 'nodeDevice',
    id: 1,
    callback: 'nodeDeviceEventUpdate',
    fields: nodeDeviceUpdateFields,
  },
  secretLifecycle: {
    program: 'remote',
    object: 'secret',
    id: 0,
    callback: 'secretEventLifecycle',
    fields: secretLifecycleFields,
  },
  secretValueChanged: {
    program: 'remote',
    object: 'secret',
    id: 1,
    callback: 'secretEventValueChanged',
    fields: secretValueChangedFields,
  },
  connectionClosed: {
    program: 'remote',
    object: 'connect',
    legacy: 'connectEventConnectionClosed',
    fields: connectionClosedFields,
  },
  monitor: { program: 'qemu', object: 'monitor', callback: 'domainMonitorEvent', fields: monitorFields },
} as const satisfies Record<EventName, EventEntry>;

// Object.entries of the catalogue: each key is one of its names.
/** The catalogue's entries with their names. */
export const eventEntries = Object.entries(eventCatalogue) as readonly (readonly [EventName, EventEntry])[];

const byId = new Map<string, EventName>();

/** The event of that number among those of an object kind: (`domain`, 0) is `domainLifecycle`. */
export function eventName(object: EventObject, id: number): EventName | undefined {
  if (byId.size === 0) {
    for (const [name, entry] of eventEntries) {
      if (entry.id !== undefined) byId.set(`${entry.object} ${entry.id}`, name);
    }
  }
  return byId.get(`${object} ${id}`);
}

/**
 * What tells an event's object from others of its kind: the uuid, a host device's name; undefined for the connection.
 * Subscriptions to one object compare it.
 */
export function eventObject(payload: EventPayloads[EventName]): string | undefined {
  if ('dom' in payload) return payload.dom.uuid;
  if ('net' in payload) return payload.net.uuid;
  if ('pool' in payload) return payload.pool.uuid;
  if ('secret' in payload) return payload.secret.uuid;
  return 'dev' in payload && typeof payload.dev === 'object' ? payload.dev.name : undefined;
}
