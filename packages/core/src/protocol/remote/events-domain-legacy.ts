import {
  domainBalloonChangeFields,
  domainBlockJobFields,
  domainControlErrorFields,
  domainDeviceRemovedFields,
  domainDiskChangeFields,
  domainGraphicsFields,
  domainIOErrorFields,
  domainIOErrorReasonFields,
  domainLifecycleFields,
  domainPMSuspendDiskMessageFields,
  domainPMSuspendMessageFields,
  domainPMWakeupMessageFields,
  domainRebootFields,
  domainRTCChangeFields,
  domainTrayChangeFields,
  domainWatchdogFields,
} from '../event-payloads.js';
import { events } from '../procedure.js';

/** Domain events the way clients without event callbacks get them: one message a connection, without a callback id. */
export const domainEventsLegacy = events({
  domainEventLifecycle: {
    number: 107,
    event: { object: 'domain', id: 0, perCallback: false },
    args: domainLifecycleFields,
  },
  domainEventReboot: {
    number: 169,
    event: { object: 'domain', id: 1, perCallback: false },
    args: domainRebootFields,
  },
  domainEventRTCChange: {
    number: 170,
    event: { object: 'domain', id: 2, perCallback: false },
    args: domainRTCChangeFields,
  },
  domainEventWatchdog: {
    number: 171,
    event: { object: 'domain', id: 3, perCallback: false },
    args: domainWatchdogFields,
  },
  domainEventIOError: {
    number: 172,
    event: { object: 'domain', id: 4, perCallback: false },
    args: domainIOErrorFields,
  },
  domainEventGraphics: {
    number: 173,
    event: { object: 'domain', id: 5, perCallback: false },
    args: domainGraphicsFields,
  },
  domainEventIOErrorReason: {
    number: 195,
    event: { object: 'domain', id: 6, perCallback: false },
    args: domainIOErrorReasonFields,
  },
  domainEventControlError: {
    number: 224,
    event: { object: 'domain', id: 7, perCallback: false },
    args: domainControlErrorFields,
  },
  domainEventBlockJob: {
    number: 241,
    event: { object: 'domain', id: 8, perCallback: false },
    args: domainBlockJobFields,
  },
  domainEventDiskChange: {
    number: 248,
    event: { object: 'domain', id: 9, perCallback: false },
    args: domainDiskChangeFields,
  },
  domainEventTrayChange: {
    number: 268,
    event: { object: 'domain', id: 10, perCallback: false },
    args: domainTrayChangeFields,
  },
  domainEventPMWakeup: {
    number: 269,
    event: { object: 'domain', id: 11, perCallback: false },
    args: domainPMWakeupMessageFields,
  },
  domainEventPMSuspend: {
    number: 270,
    event: { object: 'domain', id: 12, perCallback: false },
    args: domainPMSuspendMessageFields,
  },
  domainEventBalloonChange: {
    number: 276,
    event: { object: 'domain', id: 13, perCallback: false },
    args: domainBalloonChangeFields,
  },
  domainEventPMSuspendDisk: {
    number: 292,
    event: { object: 'domain', id: 14, perCallback: false },
    args: domainPMSuspendDiskMessageFields,
  },
  domainEventDeviceRemoved: {
    number: 311,
    event: { object: 'domain', id: 15, perCallback: false },
    args: domainDeviceRemovedFields,
  },
});
