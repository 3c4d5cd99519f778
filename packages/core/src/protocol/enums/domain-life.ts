import {
  DomainEventCrashedDetailType,
  DomainEventDefinedDetailType,
  DomainEventPMSuspendedDetailType,
  DomainEventResumedDetailType,
  DomainEventShutdownDetailType,
  DomainEventStartedDetailType,
  DomainEventStoppedDetailType,
  DomainEventSuspendedDetailType,
  type DomainEventType,
  DomainEventUndefinedDetailType,
} from './domain-event.js';
import {
  DomainBlockedReason,
  DomainCrashedReason,
  DomainNostateReason,
  DomainPausedReason,
  DomainPMSuspendedReason,
  DomainRunningReason,
  DomainShutdownReason,
  DomainShutoffReason,
  type DomainState,
} from './domain-state.js';

/** Which reasons there are for each state of a domain: the second number of `domainGetState` by the first one's name. */
export const domainStateReasons = {
  nostate: DomainNostateReason,
  running: DomainRunningReason,
  blocked: DomainBlockedReason,
  paused: DomainPausedReason,
  shutdown: DomainShutdownReason,
  shutoff: DomainShutoffReason,
  crashed: DomainCrashedReason,
  pmsuspended: DomainPMSuspendedReason,
} as const satisfies { readonly [S in keyof typeof DomainState]: Readonly<Record<string, number>> };

/** Which details a lifecycle event may have: its second number by the name of the first. */
export const domainEventDetails = {
  defined: DomainEventDefinedDetailType,
  undefined: DomainEventUndefinedDetailType,
  started: DomainEventStartedDetailType,
  suspended: DomainEventSuspendedDetailType,
  resumed: DomainEventResumedDetailType,
  stopped: DomainEventStoppedDetailType,
  shutdown: DomainEventShutdownDetailType,
  pmsuspended: DomainEventPMSuspendedDetailType,
  crashed: DomainEventCrashedDetailType,
} as const satisfies { readonly [E in keyof typeof DomainEventType]: Readonly<Record<string, number>> };
