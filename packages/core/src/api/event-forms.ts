import type { GraphicsAddress } from '../protocol/domain-shapes.js';
import {
  ConnectCloseReason,
  ConnectDomainEventAgentLifecycleReason,
  ConnectDomainEventAgentLifecycleState,
  ConnectDomainEventBlockJobStatus,
  ConnectDomainEventDiskChangeReason,
  DomainBlockJobType,
  DomainEventGraphicsAddressType,
  DomainEventGraphicsPhase,
  DomainEventIOErrorAction,
  DomainEventTrayChangeReason,
  DomainEventWatchdogAction,
  DomainMemoryFailureActionType,
  DomainMemoryFailureFlags,
  DomainMemoryFailureRecipientType,
  DomainMetadataType,
  NetworkEventLifecycleType,
  NetworkMetadataType,
  NodeDeviceEventLifecycleType,
  SecretEventLifecycleType,
  StoragePoolEventLifecycleType,
} from '../protocol/enums/index.js';
import type { EventName, EventPayloads } from '../protocol/event-catalogue.js';
import type {
  NonnullDomain,
  NonnullNetwork,
  NonnullNodeDevice,
  NonnullSecret,
  NonnullStoragePool,
} from '../protocol/objects.js';
import type { Connection } from './connection/connection.js';
import { type DomainLifecycleEvent, lifecycleOf } from './domain/domain-lifecycle-event.js';
import { Domain } from './domain/domain.js';
import { nameOf } from './flag-options.js';
import { Network } from './network.js';
import { NodeDevice } from './node-device.js';
import { jobStats } from './parameters/domain-jobs.js';
import { paramRecord } from './parameters/parameter-group.js';
import { Secret } from './secret.js';
import { StoragePool } from './storage-pool.js';

// How each event of the wire looks to those who listen: objects for references, names for numbers, undefined for null.

type Form<N extends EventName> = (payload: EventPayloads[N], connection: Connection) => object;

const domain = ({ dom }: { readonly dom: NonnullDomain }, connection: Connection) => ({
  domain: new Domain(connection, dom),
});
const network = ({ net }: { readonly net: NonnullNetwork }, connection: Connection) => ({
  network: new Network(connection, net),
});
const pool = (payload: { readonly pool: NonnullStoragePool }, connection: Connection) => ({
  pool: new StoragePool(connection, payload.pool),
});
const device = ({ dev }: { readonly dev: NonnullNodeDevice }, connection: Connection) => ({
  device: new NodeDevice(connection, dev),
});
const secret = (payload: { readonly secret: NonnullSecret }, connection: Connection) => ({
  secret: new Secret(connection, payload.secret),
});
const address = ({ family, node, service }: GraphicsAddress) => ({
  family: nameOf(DomainEventGraphicsAddressType, family),
  node,
  service,
});

/** The form of every event, by its name. */
const eventForms = {
  /** A domain came, went or changed state. */
  domainLifecycle: (e, c): DomainLifecycleEvent => ({ ...domain(e, c), ...lifecycleOf(e.event, e.detail) }),
  /** The guest rebooted. */
  domainReboot: domain,
  /** The guest set its clock. `offsetSeconds` from UTC. */
  domainRTCChange: (e, c) => ({ ...domain(e, c), offsetSeconds: e.offset }),
  /** The guest's watchdog fired. */
  domainWatchdog: (e, c) => ({ ...domain(e, c), action: nameOf(DomainEventWatchdogAction, e.action) }),
  /** A disk's I/O failed. */
  domainIOError: (e, c) => ({
    ...domain(e, c),
    srcPath: e.srcPath,
    devAlias: e.devAlias,
    action: nameOf(DomainEventIOErrorAction, e.action),
  }),
  /** A display's client came or went. */
  domainGraphics: (e, c) => ({
    ...domain(e, c),
    phase: nameOf(DomainEventGraphicsPhase, e.phase),
    local: address(e.local),
    remote: address(e.remote),
    authScheme: e.authScheme,
    subject: e.subject,
  }),
  /** A disk's I/O failed. `reason` is `enospc` or empty. */
  domainIOErrorReason: (e, c) => ({
    ...domain(e, c),
    srcPath: e.srcPath,
    devAlias: e.devAlias,
    action: nameOf(DomainEventIOErrorAction, e.action),
    reason: e.reason,
  }),
  /** The guest's monitor doesn't answer properly any more. */
  domainControlError: domain,
  /** A disk's job came to an end or to readiness. `path` is the disk's source. */
  domainBlockJob: (e, c) => ({
    ...domain(e, c),
    path: e.path,
    type: nameOf(DomainBlockJobType, e.type),
    status: nameOf(ConnectDomainEventBlockJobStatus, e.status),
  }),
  /** A disk's source was changed or dropped; a path that is undefined means no medium. */
  domainDiskChange: (e, c) => ({
    ...domain(e, c),
    oldSrcPath: e.oldSrcPath ?? undefined,
    newSrcPath: e.newSrcPath ?? undefined,
    devAlias: e.devAlias,
    reason: nameOf(ConnectDomainEventDiskChangeReason, e.reason),
  }),
  /** A tray was opened or closed. */
  domainTrayChange: (e, c) => ({
    ...domain(e, c),
    devAlias: e.devAlias,
    reason: nameOf(DomainEventTrayChangeReason, e.reason),
  }),
  /** The guest woke up. */
  domainPMWakeup: domain,
  /** The guest suspended itself to memory. */
  domainPMSuspend: domain,
  /** The guest's memory changed. */
  domainBalloonChange: (e, c) => ({ ...domain(e, c), actualKiB: e.actual }),
  /** The guest suspended itself to disk. */
  domainPMSuspendDisk: domain,
  /** A device is gone from the guest. */
  domainDeviceRemoved: (e, c) => ({ ...domain(e, c), devAlias: e.devAlias }),
  /** A disk's job came to an end or to readiness. `target` is the disk's: `vda`. */
  domainBlockJob2: (e, c) => ({
    ...domain(e, c),
    target: e.dst,
    type: nameOf(DomainBlockJobType, e.type),
    status: nameOf(ConnectDomainEventBlockJobStatus, e.status),
  }),
  /** A tunable changed. */
  domainTunable: (e, c) => ({ ...domain(e, c), params: paramRecord(e.params) }),
  /** The guest agent came or went. */
  domainAgentLifecycle: (e, c) => ({
    ...domain(e, c),
    state: nameOf(ConnectDomainEventAgentLifecycleState, e.state),
    reason: nameOf(ConnectDomainEventAgentLifecycleReason, e.reason),
  }),
  /** A device arrived in the guest. */
  domainDeviceAdded: (e, c) => ({ ...domain(e, c), devAlias: e.devAlias }),
  /** A live migration began another pass over memory. */
  domainMigrationIteration: (e, c) => ({ ...domain(e, c), iteration: e.iteration }),
  /** The domain's job ended. */
  domainJobCompleted: (e, c) => ({ ...domain(e, c), stats: jobStats.decode(e.params) }),
  /** The guest kept a device that it should give back. */
  domainDeviceRemovalFailed: (e, c) => ({ ...domain(e, c), devAlias: e.devAlias }),
  /** Title, description or an element of someone's own changed; `namespace` is that element's. */
  domainMetadataChange: (e, c) => ({
    ...domain(e, c),
    type: nameOf(DomainMetadataType, e.type),
    namespace: e.nsuri ?? undefined,
  }),
  /** A disk was written past its threshold, by `excess` bytes. */
  domainBlockThreshold: (e, c) => ({
    ...domain(e, c),
    dev: e.dev,
    path: e.path ?? undefined,
    threshold: e.threshold,
    excess: e.excess,
  }),
  /** The host found guest memory broken. */
  domainMemoryFailure: (e, c) => ({
    ...domain(e, c),
    recipient: nameOf(DomainMemoryFailureRecipientType, e.recipient),
    action: nameOf(DomainMemoryFailureActionType, e.action),
    actionRequired: (e.flags & DomainMemoryFailureFlags.actionRequired) !== 0,
    recursive: (e.flags & DomainMemoryFailureFlags.recursive) !== 0,
  }),
  /** A memory device changed its size. */
  domainMemoryDeviceSizeChange: (e, c) => ({ ...domain(e, c), alias: e.alias, sizeKiB: e.size }),
  /** The guest changed a NIC's MAC address. */
  domainNICMACChange: (e, c) => ({ ...domain(e, c), alias: e.alias, oldMAC: e.oldMAC, newMAC: e.newMAC }),
  /** A network came, went or changed state. */
  networkLifecycle: (e, c) => ({ ...network(e, c), event: nameOf(NetworkEventLifecycleType, e.event) }),
  /** Title, description or an element of someone's own changed. */
  networkMetadataChange: (e, c) => ({
    ...network(e, c),
    type: nameOf(NetworkMetadataType, e.type),
    namespace: e.nsuri ?? undefined,
  }),
  /** A storage pool came, went or changed state. */
  storagePoolLifecycle: (e, c) => ({ ...pool(e, c), event: nameOf(StoragePoolEventLifecycleType, e.event) }),
  /** A storage pool's list of volumes was read anew. */
  storagePoolRefresh: pool,
  /** A host device came or went. */
  nodeDeviceLifecycle: (e, c) => ({ ...device(e, c), event: nameOf(NodeDeviceEventLifecycleType, e.event) }),
  /** A host device changed. */
  nodeDeviceUpdate: device,
  /** A secret was defined or removed. */
  secretLifecycle: (e, c) => ({ ...secret(e, c), event: nameOf(SecretEventLifecycleType, e.event) }),
  /** A secret has a new value. */
  secretValueChanged: secret,
  /** The daemon lost its hypervisor. */
  connectionClosed: e => ({ reason: nameOf(ConnectCloseReason, e.reason) }),
  /** An event of a QEMU monitor: its name, its time in µs since 1970, its data as JSON. */
  monitor: (e, c) => ({
    ...domain(e, c),
    event: e.event,
    atMicros: e.seconds * 1_000_000n + BigInt(e.micros),
    details: e.details ?? undefined,
  }),
} as const satisfies { readonly [N in EventName]: Form<N> };

type Inferred = { readonly [N in EventName]: ReturnType<(typeof eventForms)[N]> };
/** What listeners get, by the event's name. */
export interface ApiEvents extends Inferred {}

const forms: { readonly [N in EventName]: (payload: EventPayloads[N], connection: Connection) => ApiEvents[N] } =
  eventForms;

/** The listener's form of an event that arrived. */
export function eventForm<N extends EventName>(
  name: N,
  payload: EventPayloads[N],
  connection: Connection,
): ApiEvents[N] {
  return forms[name](payload, connection);
}
