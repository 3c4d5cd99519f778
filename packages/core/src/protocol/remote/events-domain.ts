import {
  domainAgentLifecycleFields,
  domainBalloonChangeFields,
  domainBlockJob2Fields,
  domainBlockJobFields,
  domainBlockThresholdFields,
  domainControlErrorFields,
  domainDeviceAddedFields,
  domainDeviceRemovalFailedFields,
  domainDeviceRemovedFields,
  domainDiskChangeFields,
  domainGraphicsFields,
  domainIOErrorFields,
  domainIOErrorReasonFields,
  domainJobCompletedFields,
  domainLifecycleFields,
  domainMemoryDeviceSizeChangeFields,
  domainMemoryFailureFields,
  domainMetadataChangeFields,
  domainMigrationIterationFields,
  domainNICMACChangeFields,
  domainPMSuspendDiskMessageFields,
  domainPMSuspendMessageFields,
  domainPMWakeupMessageFields,
  domainRebootFields,
  domainRTCChangeFields,
  domainTrayChangeFields,
  domainTunableFields,
  domainWatchdogFields,
} from '../event-payloads.js';
import { events } from '../procedure.js';
import { int, struct } from '../xdr.js';

/** Domain events, one message for each callback, which `callbackID` names. */
export const domainEvents = events({
  domainEventCallbackLifecycle: {
    number: 318,
    event: { object: 'domain', id: 0, perCallback: true },
    args: { callbackID: int, msg: struct(domainLifecycleFields) },
  },
  domainEventCallbackReboot: {
    number: 319,
    event: { object: 'domain', id: 1, perCallback: true },
    args: { callbackID: int, msg: struct(domainRebootFields) },
  },
  domainEventCallbackRTCChange: {
    number: 320,
    event: { object: 'domain', id: 2, perCallback: true },
    args: { callbackID: int, msg: struct(domainRTCChangeFields) },
  },
  domainEventCallbackWatchdog: {
    number: 321,
    event: { object: 'domain', id: 3, perCallback: true },
    args: { callbackID: int, msg: struct(domainWatchdogFields) },
  },
  domainEventCallbackIOError: {
    number: 322,
    event: { object: 'domain', id: 4, perCallback: true },
    args: { callbackID: int, msg: struct(domainIOErrorFields) },
  },
  domainEventCallbackGraphics: {
    number: 323,
    event: { object: 'domain', id: 5, perCallback: true },
    args: { callbackID: int, msg: struct(domainGraphicsFields) },
  },
  domainEventCallbackIOErrorReason: {
    number: 324,
    event: { object: 'domain', id: 6, perCallback: true },
    args: { callbackID: int, msg: struct(domainIOErrorReasonFields) },
  },
  domainEventCallbackControlError: {
    number: 325,
    event: { object: 'domain', id: 7, perCallback: true },
    args: { callbackID: int, msg: struct(domainControlErrorFields) },
  },
  domainEventCallbackBlockJob: {
    number: 326,
    event: { object: 'domain', id: 8, perCallback: true },
    args: { callbackID: int, msg: struct(domainBlockJobFields) },
  },
  domainEventCallbackDiskChange: {
    number: 327,
    event: { object: 'domain', id: 9, perCallback: true },
    args: { callbackID: int, msg: struct(domainDiskChangeFields) },
  },
  domainEventCallbackTrayChange: {
    number: 328,
    event: { object: 'domain', id: 10, perCallback: true },
    args: { callbackID: int, msg: struct(domainTrayChangeFields) },
  },
  domainEventCallbackPMWakeup: {
    number: 329,
    event: { object: 'domain', id: 11, perCallback: true },
    args: { callbackID: int, reason: int, msg: struct(domainPMWakeupMessageFields) },
  },
  domainEventCallbackPMSuspend: {
    number: 330,
    event: { object: 'domain', id: 12, perCallback: true },
    args: { callbackID: int, reason: int, msg: struct(domainPMSuspendMessageFields) },
  },
  domainEventCallbackBalloonChange: {
    number: 331,
    event: { object: 'domain', id: 13, perCallback: true },
    args: { callbackID: int, msg: struct(domainBalloonChangeFields) },
  },
  domainEventCallbackPMSuspendDisk: {
    number: 332,
    event: { object: 'domain', id: 14, perCallback: true },
    args: { callbackID: int, reason: int, msg: struct(domainPMSuspendDiskMessageFields) },
  },
  domainEventCallbackDeviceRemoved: {
    number: 333,
    event: { object: 'domain', id: 15, perCallback: true },
    args: { callbackID: int, msg: struct(domainDeviceRemovedFields) },
  },
  domainEventBlockJob2: {
    number: 339,
    event: { object: 'domain', id: 16, perCallback: true },
    args: { callbackID: int, ...domainBlockJob2Fields },
  },
  domainEventCallbackTunable: {
    number: 346,
    event: { object: 'domain', id: 17, perCallback: true },
    args: { callbackID: int, ...domainTunableFields },
  },
  domainEventCallbackAgentLifecycle: {
    number: 348,
    event: { object: 'domain', id: 18, perCallback: true },
    args: { callbackID: int, ...domainAgentLifecycleFields },
  },
  domainEventCallbackDeviceAdded: {
    number: 354,
    event: { object: 'domain', id: 19, perCallback: true },
    args: { callbackID: int, ...domainDeviceAddedFields },
  },
  domainEventCallbackMigrationIteration: {
    number: 359,
    event: { object: 'domain', id: 20, perCallback: true },
    args: { callbackID: int, ...domainMigrationIterationFields },
  },
  domainEventCallbackJobCompleted: {
    number: 363,
    event: { object: 'domain', id: 21, perCallback: true },
    args: { callbackID: int, ...domainJobCompletedFields },
  },
  domainEventCallbackDeviceRemovalFailed: {
    number: 367,
    event: { object: 'domain', id: 22, perCallback: true },
    args: { callbackID: int, ...domainDeviceRemovalFailedFields },
  },
  domainEventCallbackMetadataChange: {
    number: 379,
    event: { object: 'domain', id: 23, perCallback: true },
    args: { callbackID: int, ...domainMetadataChangeFields },
  },
  domainEventBlockThreshold: {
    number: 385,
    event: { object: 'domain', id: 24, perCallback: true },
    args: { callbackID: int, ...domainBlockThresholdFields },
  },
  domainEventMemoryFailure: {
    number: 423,
    event: { object: 'domain', id: 25, perCallback: true },
    args: { callbackID: int, ...domainMemoryFailureFields },
  },
  domainEventMemoryDeviceSizeChange: {
    number: 438,
    event: { object: 'domain', id: 26, perCallback: true },
    args: { callbackID: int, ...domainMemoryDeviceSizeChangeFields },
  },
  domainEventNICMACChange: {
    number: 453,
    event: { object: 'domain', id: 27, perCallback: true },
    args: { callbackID: int, ...domainNICMACChangeFields },
  },
});
