import {
  DomainCrashedReason,
  DomainEventCrashedDetailType,
  DomainEventPMSuspendedDetailType,
  DomainEventResumedDetailType,
  DomainEventStartedDetailType,
  DomainEventStoppedDetailType,
  DomainEventSuspendedDetailType,
  DomainEventType,
  DomainPausedReason,
  DomainPMSuspendedReason,
  DomainRunningReason,
  DomainShutoffReason,
  DomainState,
} from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import type { TestHost } from '../host/test-host.js';
import type { TestDomain } from './test-domain.js';

/** The states that a guest of the mock hypervisor can be in. */
export type GuestState = 'running' | 'paused' | 'shutoff' | 'crashed' | 'pmsuspended';

interface Transition {
  readonly from: readonly GuestState[];
  readonly to: GuestState;
  readonly reason: number;
  /** Lifecycle event and its detail; absent: clients see nothing but the state. */
  readonly event?: readonly [type: number, detail: number];
  /** A second one, behind it. */
  readonly also?: readonly [type: number, detail: number];
}

const alive = ['running', 'paused', 'crashed', 'pmsuspended'] as const;
const { started, suspended, resumed, stopped, pmsuspended, crashed } = DomainEventType;

/** Every change of a guest's state. `reset` and `reboot` of a guest that goes on running are silent, as in libvirt's mock. */
export const lifecycle = {
  boot: {
    from: ['shutoff'],
    to: 'running',
    reason: DomainRunningReason.booted,
    event: [started, DomainEventStartedDetailType.booted],
  },
  restore: {
    from: ['shutoff'],
    to: 'running',
    reason: DomainRunningReason.restored,
    event: [started, DomainEventStartedDetailType.restored],
  },
  /** A guest out of the host's document: it was there before anybody looked. */
  found: { from: ['shutoff'], to: 'running', reason: DomainRunningReason.unknown },
  suspend: {
    from: ['running'],
    to: 'paused',
    reason: DomainPausedReason.user,
    event: [suspended, DomainEventSuspendedDetailType.paused],
  },
  /** Libvirt's mock pauses guests that have crashed as well. */
  suspendCrashed: {
    from: ['crashed'],
    to: 'paused',
    reason: DomainPausedReason.user,
    event: [suspended, DomainEventSuspendedDetailType.paused],
  },
  resume: {
    from: ['paused'],
    to: 'running',
    reason: DomainRunningReason.unpaused,
    event: [resumed, DomainEventResumedDetailType.unpaused],
  },
  reboot: { from: alive, to: 'running', reason: DomainRunningReason.booted },
  shutdown: {
    from: alive,
    to: 'shutoff',
    reason: DomainShutoffReason.shutdown,
    event: [stopped, DomainEventStoppedDetailType.shutdown],
  },
  destroy: {
    from: alive,
    to: 'shutoff',
    reason: DomainShutoffReason.destroyed,
    event: [stopped, DomainEventStoppedDetailType.destroyed],
  },
  save: {
    from: alive,
    to: 'shutoff',
    reason: DomainShutoffReason.saved,
    event: [stopped, DomainEventStoppedDetailType.saved],
  },
  crash: {
    from: alive,
    to: 'shutoff',
    reason: DomainShutoffReason.crashed,
    event: [stopped, DomainEventStoppedDetailType.crashed],
  },
  bootFromSnapshot: {
    from: ['shutoff'],
    to: 'running',
    reason: DomainRunningReason.fromSnapshot,
    event: [started, DomainEventStartedDetailType.fromSnapshot],
  },
  pauseFromSnapshot: {
    from: ['running'],
    to: 'paused',
    reason: DomainPausedReason.fromSnapshot,
    event: [suspended, DomainEventSuspendedDetailType.fromSnapshot],
  },
  stopFromSnapshot: {
    from: alive,
    to: 'shutoff',
    reason: DomainShutoffReason.fromSnapshot,
    event: [stopped, DomainEventStoppedDetailType.fromSnapshot],
  },
  // What follows happens on complete hosts only.
  bootPaused: {
    from: ['shutoff'],
    to: 'paused',
    reason: DomainPausedReason.user,
    event: [started, DomainEventStartedDetailType.booted],
    also: [suspended, DomainEventSuspendedDetailType.paused],
  },
  restorePaused: {
    from: ['shutoff'],
    to: 'paused',
    reason: DomainPausedReason.user,
    event: [started, DomainEventStartedDetailType.restored],
    also: [suspended, DomainEventSuspendedDetailType.restored],
  },
  holdForSave: {
    from: ['running'],
    to: 'paused',
    reason: DomainPausedReason.save,
    event: [suspended, DomainEventSuspendedDetailType.paused],
  },
  goOnUnsaved: {
    from: ['paused'],
    to: 'running',
    reason: DomainRunningReason.saveCanceled,
    event: [resumed, DomainEventResumedDetailType.unpaused],
  },
  holdForDump: {
    from: ['running'],
    to: 'paused',
    reason: DomainPausedReason.dump,
    event: [suspended, DomainEventSuspendedDetailType.paused],
  },
  holdForSnapshot: {
    from: ['running'],
    to: 'paused',
    reason: DomainPausedReason.snapshot,
    event: [suspended, DomainEventSuspendedDetailType.paused],
  },
  goOn: {
    from: ['paused'],
    to: 'running',
    reason: DomainRunningReason.unpaused,
    event: [resumed, DomainEventResumedDetailType.unpaused],
  },
  holdForMigration: {
    from: ['running'],
    to: 'paused',
    reason: DomainPausedReason.migration,
    event: [suspended, DomainEventSuspendedDetailType.migrated],
  },
  /** It goes on at the destination while memory still comes. */
  holdForPostcopy: {
    from: ['paused'],
    to: 'paused',
    reason: DomainPausedReason.postcopy,
    event: [suspended, DomainEventSuspendedDetailType.postcopy],
  },
  goOnUnmigrated: {
    from: ['paused'],
    to: 'running',
    reason: DomainRunningReason.migrationCanceled,
    event: [resumed, DomainEventResumedDetailType.migrated],
  },
  leave: {
    from: alive,
    to: 'shutoff',
    reason: DomainShutoffReason.migrated,
    event: [stopped, DomainEventStoppedDetailType.migrated],
  },
  receive: {
    from: ['shutoff'],
    to: 'paused',
    reason: DomainPausedReason.migration,
    event: [started, DomainEventStartedDetailType.migrated],
  },
  arriveBeforeMemory: {
    from: ['paused'],
    to: 'running',
    reason: DomainRunningReason.postcopy,
    event: [resumed, DomainEventResumedDetailType.postcopy],
  },
  arrive: {
    from: ['paused', 'running'],
    to: 'running',
    reason: DomainRunningReason.migrated,
    event: [resumed, DomainEventResumedDetailType.migrated],
  },
  arrivePaused: {
    from: ['paused'],
    to: 'paused',
    reason: DomainPausedReason.user,
    event: [suspended, DomainEventSuspendedDetailType.paused],
  },
  miss: {
    from: ['paused'],
    to: 'shutoff',
    reason: DomainShutoffReason.failed,
    event: [stopped, DomainEventStoppedDetailType.failed],
  },
  panic: {
    from: ['running', 'paused'],
    to: 'crashed',
    reason: DomainCrashedReason.panicked,
    event: [crashed, DomainEventCrashedDetailType.panicked],
  },
  stopOnIOError: {
    from: ['running'],
    to: 'paused',
    reason: DomainPausedReason.ioerror,
    event: [suspended, DomainEventSuspendedDetailType.ioerror],
  },
  stopOnWatchdog: {
    from: ['running'],
    to: 'paused',
    reason: DomainPausedReason.watchdog,
    event: [suspended, DomainEventSuspendedDetailType.watchdog],
  },
  sleep: {
    from: ['running'],
    to: 'pmsuspended',
    reason: DomainPMSuspendedReason.unknown,
    event: [pmsuspended, DomainEventPMSuspendedDetailType.memory],
  },
  wake: {
    from: ['pmsuspended'],
    to: 'running',
    reason: DomainRunningReason.wakeup,
    event: [started, DomainEventStartedDetailType.wakeup],
  },
} as const satisfies Record<string, Transition>;

/** A change of a domain's state, by its name in the table. */
export type Change = keyof typeof lifecycle;

/** The number of a state in the API. */
export const stateNumbers = {
  running: DomainState.running,
  paused: DomainState.paused,
  shutoff: DomainState.shutoff,
  crashed: DomainState.crashed,
  pmsuspended: DomainState.pmsuspended,
} as const satisfies Record<GuestState, number>;

/** Reasons that a host document's guests get for a state it names, there being no story behind it. */
export const foundReasons = {
  running: DomainRunningReason.unknown,
  paused: DomainPausedReason.unknown,
  shutoff: DomainShutoffReason.unknown,
  crashed: DomainCrashedReason.unknown,
  pmsuspended: DomainPMSuspendedReason.unknown,
} as const satisfies Record<GuestState, number>;

/**
 * The one way to another state: checks where the guest comes from, takes up or drops its live definition, sets state and
 * reason, emits the event. A transient domain that stops leaves its host.
 * @throws VirtError OPERATION_INVALID in a state that the change does not start from; INTERNAL_ERROR where libvirt's mock
 * is the model
 */
export function moveTo(host: TestHost, domain: TestDomain, change: Change): void {
  const step: Transition = lifecycle[change];
  if (!step.from.includes(domain.state)) {
    const expected = step.from.length === 1 ? step.from[0] : 'running';
    const code = host.isComplete ? 'OPERATION_INVALID' : 'INTERNAL_ERROR';
    throw new VirtError(code, 'TEST', `domain '${domain.name}' not ${expected}`);
  }
  const wasActive = domain.isActive;
  const willBeActive = step.to !== 'shutoff';
  if (!wasActive && willBeActive) host.domains.activate(domain);
  if (wasActive && !willBeActive) {
    domain.stopped();
    host.domains.deactivate(domain);
  }
  domain.enter(step.to, step.reason, host.clock.nowMs);
  for (const event of [step.event, step.also]) if (event !== undefined) host.emitLifecycle(domain, event[0], event[1]);
  if (wasActive && !willBeActive && !domain.persistent) host.domains.remove(domain);
}
