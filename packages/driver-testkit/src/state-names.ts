import {
  DomainCrashedReason,
  DomainEventCrashedDetailType,
  DomainEventDefinedDetailType,
  DomainEventPMSuspendedDetailType,
  DomainEventResumedDetailType,
  DomainEventShutdownDetailType,
  DomainEventStartedDetailType,
  DomainEventStoppedDetailType,
  DomainEventSuspendedDetailType,
  DomainEventType,
  DomainEventUndefinedDetailType,
  DomainPausedReason,
  DomainPMSuspendedReason,
  DomainRunningReason,
  DomainShutdownReason,
  DomainShutoffReason,
  DomainState,
} from '@tsvirt/core/protocol';

type Numbers = Readonly<Record<string, number>>;

const reasons: Readonly<Record<string, Numbers>> = {
  running: DomainRunningReason,
  paused: DomainPausedReason,
  shutdown: DomainShutdownReason,
  shutoff: DomainShutoffReason,
  crashed: DomainCrashedReason,
  pmsuspended: DomainPMSuspendedReason,
};

const details: Readonly<Record<string, Numbers>> = {
  defined: DomainEventDefinedDetailType,
  undefined: DomainEventUndefinedDetailType,
  started: DomainEventStartedDetailType,
  suspended: DomainEventSuspendedDetailType,
  resumed: DomainEventResumedDetailType,
  stopped: DomainEventStoppedDetailType,
  shutdown: DomainEventShutdownDetailType,
  pmsuspended: DomainEventPMSuspendedDetailType,
  crashed: DomainEventCrashedDetailType,
};

/** A state with its reason in words: `running booted`. */
export function stateName({ state, reason }: { readonly state: number; readonly reason: number }): string {
  const name = nameIn(DomainState, state);
  return `${name} ${nameIn(reasons[name] ?? {}, reason)}`;
}

/** A lifecycle event in words: `started booted`. */
export function lifecycleName({ event, detail }: { readonly event: number; readonly detail: number }): string {
  const name = nameIn(DomainEventType, event);
  return `${name} ${nameIn(details[name] ?? {}, detail)}`;
}

function nameIn(numbers: Numbers, wanted: number): string {
  return Object.entries(numbers).find(([, number]) => number === wanted)?.[0] ?? String(wanted);
}
