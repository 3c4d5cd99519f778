import { graphicsAddress, graphicsIdentity } from './domain-shapes.js';
import { domainEventGraphicsIdentityMax, domainEventTunableMax, domainJobStatsMax } from './limits.js';
import { nonnullDomain, nonnullNetwork, nonnullNodeDevice, nonnullSecret, nonnullStoragePool } from './objects.js';
import { optText, text } from './text.js';
import { typedParam } from './typed-param.js';
import { array, hyper, int, uhyper, uint, type StructOf } from './xdr.js';

/** Fields of `domainLifecycle` in wire order. */
export const domainLifecycleFields = { dom: nonnullDomain, event: int, detail: int };
/**
 * A domain came, went or changed state. `event` is a `DomainEventType`, `detail` why (`DomainEventStartedDetailType`
 * and its like).
 */
export interface DomainLifecycleEvent extends StructOf<typeof domainLifecycleFields> {}

/** Fields of `domainReboot` in wire order. */
export const domainRebootFields = { dom: nonnullDomain };
/** The guest rebooted. */
export interface DomainRebootEvent extends StructOf<typeof domainRebootFields> {}

/** Fields of `domainRTCChange` in wire order. */
export const domainRTCChangeFields = { dom: nonnullDomain, offset: hyper };
/** The guest set its clock. `offset` from UTC in seconds. */
export interface DomainRTCChangeEvent extends StructOf<typeof domainRTCChangeFields> {}

/** Fields of `domainWatchdog` in wire order. */
export const domainWatchdogFields = { dom: nonnullDomain, action: int };
/** The guest's watchdog fired. `action` is a `DomainEventWatchdogAction`. */
export interface DomainWatchdogEvent extends StructOf<typeof domainWatchdogFields> {}

/** Fields of `domainIOError` in wire order. */
export const domainIOErrorFields = { dom: nonnullDomain, srcPath: text, devAlias: text, action: int };
/** A disk's I/O failed. `action` is a `DomainEventIOErrorAction`. */
export interface DomainIOErrorEvent extends StructOf<typeof domainIOErrorFields> {}

/** Fields of `domainGraphics` in wire order. */
export const domainGraphicsFields = {
  dom: nonnullDomain,
  phase: int,
  local: graphicsAddress,
  remote: graphicsAddress,
  authScheme: text,
  subject: array(graphicsIdentity, domainEventGraphicsIdentityMax),
};
/** A display's client came or went (`DomainEventGraphicsPhase`). */
export interface DomainGraphicsEvent extends StructOf<typeof domainGraphicsFields> {}

/** Fields of `domainIOErrorReason` in wire order. */
export const domainIOErrorReasonFields = {
  dom: nonnullDomain,
  srcPath: text,
  devAlias: text,
  action: int,
  reason: text,
};
/** A disk's I/O failed. `reason` is `enospc` or empty. */
export interface DomainIOErrorReasonEvent extends StructOf<typeof domainIOErrorReasonFields> {}

/** Fields of `domainControlError` in wire order. */
export const domainControlErrorFields = { dom: nonnullDomain };
/** The guest's monitor doesn't answer properly any more. */
export interface DomainControlErrorEvent extends StructOf<typeof domainControlErrorFields> {}

/** Fields of `domainBlockJob` in wire order. */
export const domainBlockJobFields = { dom: nonnullDomain, path: text, type: int, status: int };
/** A disk's job came to an end or to readiness (`ConnectDomainEventBlockJobStatus`). `path` is the disk's source. */
export interface DomainBlockJobEvent extends StructOf<typeof domainBlockJobFields> {}

/** Fields of `domainDiskChange` in wire order. */
export const domainDiskChangeFields = {
  dom: nonnullDomain,
  oldSrcPath: optText,
  newSrcPath: optText,
  devAlias: text,
  reason: int,
};
/** A disk's source was changed or dropped (`ConnectDomainEventDiskChangeReason`); null for no medium. */
export interface DomainDiskChangeEvent extends StructOf<typeof domainDiskChangeFields> {}

/** Fields of `domainTrayChange` in wire order. */
export const domainTrayChangeFields = { dom: nonnullDomain, devAlias: text, reason: int };
/** A tray was opened or closed (`DomainEventTrayChangeReason`). */
export interface DomainTrayChangeEvent extends StructOf<typeof domainTrayChangeFields> {}

/** What an old-style subscriber gets of `domainPMWakeup`. */
export const domainPMWakeupMessageFields = { dom: nonnullDomain };

/** Fields of `domainPMWakeup` in wire order. */
export const domainPMWakeupFields = { reason: int, dom: nonnullDomain };
/** The guest woke up. `reason` is 0. */
export interface DomainPMWakeupEvent extends StructOf<typeof domainPMWakeupFields> {}

/** What an old-style subscriber gets of `domainPMSuspend`. */
export const domainPMSuspendMessageFields = { dom: nonnullDomain };

/** Fields of `domainPMSuspend` in wire order. */
export const domainPMSuspendFields = { reason: int, dom: nonnullDomain };
/** The guest suspended itself to memory. `reason` is 0. */
export interface DomainPMSuspendEvent extends StructOf<typeof domainPMSuspendFields> {}

/** Fields of `domainBalloonChange` in wire order. */
export const domainBalloonChangeFields = { dom: nonnullDomain, actual: uhyper };
/** The guest's memory changed. `actual` in KiB. */
export interface DomainBalloonChangeEvent extends StructOf<typeof domainBalloonChangeFields> {}

/** What an old-style subscriber gets of `domainPMSuspendDisk`. */
export const domainPMSuspendDiskMessageFields = { dom: nonnullDomain };

/** Fields of `domainPMSuspendDisk` in wire order. */
export const domainPMSuspendDiskFields = { reason: int, dom: nonnullDomain };
/** The guest suspended itself to disk. `reason` is 0. */
export interface DomainPMSuspendDiskEvent extends StructOf<typeof domainPMSuspendDiskFields> {}

/** Fields of `domainDeviceRemoved` in wire order. */
export const domainDeviceRemovedFields = { dom: nonnullDomain, devAlias: text };
/** A device is gone from the guest, by its alias. */
export interface DomainDeviceRemovedEvent extends StructOf<typeof domainDeviceRemovedFields> {}

/** Fields of `networkLifecycle` in wire order. */
export const networkLifecycleFields = { net: nonnullNetwork, event: int, detail: int };
/** A network came, went or changed state (`NetworkEventLifecycleType`). `detail` is 0. */
export interface NetworkLifecycleEvent extends StructOf<typeof networkLifecycleFields> {}

/** Fields of `domainBlockJob2` in wire order. */
export const domainBlockJob2Fields = { dom: nonnullDomain, dst: text, type: int, status: int };
/** A disk's job came to an end or to readiness. `dst` is the disk's target (`vda`). */
export interface DomainBlockJob2Event extends StructOf<typeof domainBlockJob2Fields> {}

/** Fields of `domainTunable` in wire order. */
export const domainTunableFields = { dom: nonnullDomain, params: array(typedParam, domainEventTunableMax) };
/** A tunable changed; names in `DomainTunableParam`. */
export interface DomainTunableEvent extends StructOf<typeof domainTunableFields> {}

/** Fields of `domainAgentLifecycle` in wire order. */
export const domainAgentLifecycleFields = { dom: nonnullDomain, state: int, reason: int };
/** The guest agent came or went (`ConnectDomainEventAgentLifecycleState`, `ConnectDomainEventAgentLifecycleReason`). */
export interface DomainAgentLifecycleEvent extends StructOf<typeof domainAgentLifecycleFields> {}

/** Fields of `domainDeviceAdded` in wire order. */
export const domainDeviceAddedFields = { dom: nonnullDomain, devAlias: text };
/** A device arrived in the guest, by its alias. */
export interface DomainDeviceAddedEvent extends StructOf<typeof domainDeviceAddedFields> {}

/** Fields of `domainMigrationIteration` in wire order. */
export const domainMigrationIterationFields = { dom: nonnullDomain, iteration: int };
/** A live migration began another pass over memory. */
export interface DomainMigrationIterationEvent extends StructOf<typeof domainMigrationIterationFields> {}

/** Fields of `connectionClosed` in wire order. */
export const connectionClosedFields = { reason: int };
/** The server lost its hypervisor. `reason` is a `ConnectCloseReason`. */
export interface ConnectionClosedEvent extends StructOf<typeof connectionClosedFields> {}

/** Fields of `domainJobCompleted` in wire order. */
export const domainJobCompletedFields = { dom: nonnullDomain, params: array(typedParam, domainJobStatsMax) };
/** The domain's job ended; names in `DomainJobParam`. */
export interface DomainJobCompletedEvent extends StructOf<typeof domainJobCompletedFields> {}

/** Fields of `domainDeviceRemovalFailed` in wire order. */
export const domainDeviceRemovalFailedFields = { dom: nonnullDomain, devAlias: text };
/** The guest kept a device that it should give back, by its alias. */
export interface DomainDeviceRemovalFailedEvent extends StructOf<typeof domainDeviceRemovalFailedFields> {}

/** Fields of `storagePoolLifecycle` in wire order. */
export const storagePoolLifecycleFields = { pool: nonnullStoragePool, event: int, detail: int };
/** A storage pool came, went or changed state (`StoragePoolEventLifecycleType`). `detail` is 0. */
export interface StoragePoolLifecycleEvent extends StructOf<typeof storagePoolLifecycleFields> {}

/** Fields of `storagePoolRefresh` in wire order. */
export const storagePoolRefreshFields = { pool: nonnullStoragePool };
/** A storage pool's list of volumes was read anew. */
export interface StoragePoolRefreshEvent extends StructOf<typeof storagePoolRefreshFields> {}

/** Fields of `nodeDeviceLifecycle` in wire order. */
export const nodeDeviceLifecycleFields = { dev: nonnullNodeDevice, event: int, detail: int };
/** A host device came or went (`NodeDeviceEventLifecycleType`). `detail` is 0. */
export interface NodeDeviceLifecycleEvent extends StructOf<typeof nodeDeviceLifecycleFields> {}

/** Fields of `nodeDeviceUpdate` in wire order. */
export const nodeDeviceUpdateFields = { dev: nonnullNodeDevice };
/** A host device changed. */
export interface NodeDeviceUpdateEvent extends StructOf<typeof nodeDeviceUpdateFields> {}

/** Fields of `domainMetadataChange` in wire order. */
export const domainMetadataChangeFields = { dom: nonnullDomain, type: int, nsuri: optText };
/**
 * Title, description or an element of someone's own changed (`DomainMetadataType`); `nsuri` is that element's
 * namespace, else null.
 */
export interface DomainMetadataChangeEvent extends StructOf<typeof domainMetadataChangeFields> {}

/** Fields of `secretLifecycle` in wire order. */
export const secretLifecycleFields = { secret: nonnullSecret, event: int, detail: int };
/** A secret was defined or removed (`SecretEventLifecycleType`). `detail` is 0. */
export interface SecretLifecycleEvent extends StructOf<typeof secretLifecycleFields> {}

/** Fields of `secretValueChanged` in wire order. */
export const secretValueChangedFields = { secret: nonnullSecret };
/** A secret has a new value. */
export interface SecretValueChangedEvent extends StructOf<typeof secretValueChangedFields> {}

/** Fields of `domainBlockThreshold` in wire order. */
export const domainBlockThresholdFields = {
  dom: nonnullDomain,
  dev: text,
  path: optText,
  threshold: uhyper,
  excess: uhyper,
};
/** A disk was written past its threshold. `excess` is by how many bytes. */
export interface DomainBlockThresholdEvent extends StructOf<typeof domainBlockThresholdFields> {}

/** Fields of `domainMemoryFailure` in wire order. */
export const domainMemoryFailureFields = { dom: nonnullDomain, recipient: int, action: int, flags: uint };
/**
 * The host found guest memory broken (`DomainMemoryFailureRecipientType`, `DomainMemoryFailureActionType`,
 * `DomainMemoryFailureFlags`).
 */
export interface DomainMemoryFailureEvent extends StructOf<typeof domainMemoryFailureFields> {}

/** Fields of `domainMemoryDeviceSizeChange` in wire order. */
export const domainMemoryDeviceSizeChangeFields = { dom: nonnullDomain, alias: text, size: uhyper };
/** A memory device changed its size. `size` in KiB. */
export interface DomainMemoryDeviceSizeChangeEvent extends StructOf<typeof domainMemoryDeviceSizeChangeFields> {}

/** Fields of `networkMetadataChange` in wire order. */
export const networkMetadataChangeFields = { net: nonnullNetwork, type: int, nsuri: optText };
/**
 * Title, description or an element of someone's own changed (`NetworkMetadataType`); `nsuri` is that element's
 * namespace, else null.
 */
export interface NetworkMetadataChangeEvent extends StructOf<typeof networkMetadataChangeFields> {}

/** Fields of `domainNICMACChange` in wire order. */
export const domainNICMACChangeFields = { dom: nonnullDomain, alias: text, oldMAC: text, newMAC: text };
/** The guest changed a NIC's MAC address. */
export interface DomainNICMACChangeEvent extends StructOf<typeof domainNICMACChangeFields> {}

/** Fields of `monitor` in wire order. */
export const monitorFields = { dom: nonnullDomain, event: text, seconds: hyper, micros: uint, details: optText };
/** An event of a QEMU monitor: its name, its time in seconds and microseconds, its data as JSON or null. */
export interface MonitorEvent extends StructOf<typeof monitorFields> {}
