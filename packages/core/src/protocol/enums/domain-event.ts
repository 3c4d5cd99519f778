/** Why the guest agent came or went (`virConnectDomainEventAgentLifecycleReason`). */
export const ConnectDomainEventAgentLifecycleReason = { unknown: 0, domainStarted: 1, channel: 2 } as const;
export type ConnectDomainEventAgentLifecycleReason =
  (typeof ConnectDomainEventAgentLifecycleReason)[keyof typeof ConnectDomainEventAgentLifecycleReason];

/** Whether the guest agent is there (`virConnectDomainEventAgentLifecycleState`). */
export const ConnectDomainEventAgentLifecycleState = { connected: 1, disconnected: 2 } as const;
export type ConnectDomainEventAgentLifecycleState =
  (typeof ConnectDomainEventAgentLifecycleState)[keyof typeof ConnectDomainEventAgentLifecycleState];

/** How a disk's job ended, or that it is ready (`virConnectDomainEventBlockJobStatus`). */
export const ConnectDomainEventBlockJobStatus = { completed: 0, failed: 1, canceled: 2, ready: 3 } as const;
export type ConnectDomainEventBlockJobStatus =
  (typeof ConnectDomainEventBlockJobStatus)[keyof typeof ConnectDomainEventBlockJobStatus];

/** Why a disk's source changed (`virConnectDomainEventDiskChangeReason`). */
export const ConnectDomainEventDiskChangeReason = { changeMissingOnStart: 0, dropMissingOnStart: 1 } as const;
export type ConnectDomainEventDiskChangeReason =
  (typeof ConnectDomainEventDiskChangeReason)[keyof typeof ConnectDomainEventDiskChangeReason];

/** Details of a crash (`virDomainEventCrashedDetailType`). */
export const DomainEventCrashedDetailType = { panicked: 0, crashloaded: 1 } as const;
export type DomainEventCrashedDetailType =
  (typeof DomainEventCrashedDetailType)[keyof typeof DomainEventCrashedDetailType];

/** How a domain came to be defined (`virDomainEventDefinedDetailType`). */
export const DomainEventDefinedDetailType = { added: 0, updated: 1, renamed: 2, fromSnapshot: 3 } as const;
export type DomainEventDefinedDetailType =
  (typeof DomainEventDefinedDetailType)[keyof typeof DomainEventDefinedDetailType];

/** What kind of address a display's peer has (`virDomainEventGraphicsAddressType`). */
export const DomainEventGraphicsAddressType = { ipv4: 0, ipv6: 1, unix: 2 } as const;
export type DomainEventGraphicsAddressType =
  (typeof DomainEventGraphicsAddressType)[keyof typeof DomainEventGraphicsAddressType];

/** How far a display's client is (`virDomainEventGraphicsPhase`). */
export const DomainEventGraphicsPhase = { connect: 0, initialize: 1, disconnect: 2 } as const;
export type DomainEventGraphicsPhase = (typeof DomainEventGraphicsPhase)[keyof typeof DomainEventGraphicsPhase];

/** Events of domains (`virDomainEventID`). */
export const DomainEventID = {
  lifecycle: 0,
  reboot: 1,
  rtcChange: 2,
  watchdog: 3,
  ioError: 4,
  graphics: 5,
  ioErrorReason: 6,
  controlError: 7,
  blockJob: 8,
  diskChange: 9,
  trayChange: 10,
  pmwakeup: 11,
  pmsuspend: 12,
  balloonChange: 13,
  pmsuspendDisk: 14,
  deviceRemoved: 15,
  blockJob2: 16,
  tunable: 17,
  agentLifecycle: 18,
  deviceAdded: 19,
  migrationIteration: 20,
  jobCompleted: 21,
  deviceRemovalFailed: 22,
  metadataChange: 23,
  blockThreshold: 24,
  memoryFailure: 25,
  memoryDeviceSizeChange: 26,
  nicMacChange: 27,
} as const;
export type DomainEventID = (typeof DomainEventID)[keyof typeof DomainEventID];

/** What the hypervisor did about failed I/O (`virDomainEventIOErrorAction`). */
export const DomainEventIOErrorAction = { none: 0, pause: 1, report: 2 } as const;
export type DomainEventIOErrorAction = (typeof DomainEventIOErrorAction)[keyof typeof DomainEventIOErrorAction];

/** Where a guest suspended itself to (`virDomainEventPMSuspendedDetailType`). */
export const DomainEventPMSuspendedDetailType = { memory: 0, disk: 1 } as const;
export type DomainEventPMSuspendedDetailType =
  (typeof DomainEventPMSuspendedDetailType)[keyof typeof DomainEventPMSuspendedDetailType];

/** Why a guest went on (`virDomainEventResumedDetailType`). */
export const DomainEventResumedDetailType = {
  unpaused: 0,
  migrated: 1,
  fromSnapshot: 2,
  postcopy: 3,
  postcopyFailed: 4,
} as const;
export type DomainEventResumedDetailType =
  (typeof DomainEventResumedDetailType)[keyof typeof DomainEventResumedDetailType];

/** Who shut a guest down (`virDomainEventShutdownDetailType`). */
export const DomainEventShutdownDetailType = { finished: 0, guest: 1, host: 2 } as const;
export type DomainEventShutdownDetailType =
  (typeof DomainEventShutdownDetailType)[keyof typeof DomainEventShutdownDetailType];

/** How a guest started (`virDomainEventStartedDetailType`). */
export const DomainEventStartedDetailType = {
  booted: 0,
  migrated: 1,
  restored: 2,
  fromSnapshot: 3,
  wakeup: 4,
  recreated: 5,
} as const;
export type DomainEventStartedDetailType =
  (typeof DomainEventStartedDetailType)[keyof typeof DomainEventStartedDetailType];

/** Why a guest stopped (`virDomainEventStoppedDetailType`). */
export const DomainEventStoppedDetailType = {
  shutdown: 0,
  destroyed: 1,
  crashed: 2,
  migrated: 3,
  saved: 4,
  failed: 5,
  fromSnapshot: 6,
  recreated: 7,
} as const;
export type DomainEventStoppedDetailType =
  (typeof DomainEventStoppedDetailType)[keyof typeof DomainEventStoppedDetailType];

/** Why a guest was halted (`virDomainEventSuspendedDetailType`). */
export const DomainEventSuspendedDetailType = {
  paused: 0,
  migrated: 1,
  ioerror: 2,
  watchdog: 3,
  restored: 4,
  fromSnapshot: 5,
  apiError: 6,
  postcopy: 7,
  postcopyFailed: 8,
} as const;
export type DomainEventSuspendedDetailType =
  (typeof DomainEventSuspendedDetailType)[keyof typeof DomainEventSuspendedDetailType];

/** What happened to a tray (`virDomainEventTrayChangeReason`). */
export const DomainEventTrayChangeReason = { open: 0, close: 1 } as const;
export type DomainEventTrayChangeReason =
  (typeof DomainEventTrayChangeReason)[keyof typeof DomainEventTrayChangeReason];

/** What happened in a domain's life (`virDomainEventType`). */
export const DomainEventType = {
  defined: 0,
  undefined: 1,
  started: 2,
  suspended: 3,
  resumed: 4,
  stopped: 5,
  shutdown: 6,
  pmsuspended: 7,
  crashed: 8,
} as const;
export type DomainEventType = (typeof DomainEventType)[keyof typeof DomainEventType];

/** How a definition went away (`virDomainEventUndefinedDetailType`). */
export const DomainEventUndefinedDetailType = { removed: 0, renamed: 1 } as const;
export type DomainEventUndefinedDetailType =
  (typeof DomainEventUndefinedDetailType)[keyof typeof DomainEventUndefinedDetailType];

/** What a watchdog did (`virDomainEventWatchdogAction`). */
export const DomainEventWatchdogAction = {
  none: 0,
  pause: 1,
  reset: 2,
  poweroff: 3,
  shutdown: 4,
  debug: 5,
  injectnmi: 6,
} as const;
export type DomainEventWatchdogAction = (typeof DomainEventWatchdogAction)[keyof typeof DomainEventWatchdogAction];

/** What was done about broken memory (`virDomainMemoryFailureActionType`). */
export const DomainMemoryFailureActionType = { ignore: 0, inject: 1, fatal: 2, reset: 3 } as const;
export type DomainMemoryFailureActionType =
  (typeof DomainMemoryFailureActionType)[keyof typeof DomainMemoryFailureActionType];

/** Circumstances of broken memory (`virDomainMemoryFailureFlags`). */
export const DomainMemoryFailureFlags = { actionRequired: 1, recursive: 2 } as const;

/** Whose memory is broken (`virDomainMemoryFailureRecipientType`). */
export const DomainMemoryFailureRecipientType = { hypervisor: 0, guest: 1 } as const;
export type DomainMemoryFailureRecipientType =
  (typeof DomainMemoryFailureRecipientType)[keyof typeof DomainMemoryFailureRecipientType];
