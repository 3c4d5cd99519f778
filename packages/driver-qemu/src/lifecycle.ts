import { domainStates, type DomainStateName, isDomainStateName } from '@tsvirt/conf/status';
import {
  domainEventDetails as details,
  DomainEventType,
  DomainState,
  domainStateReasons as reasons,
} from '@tsvirt/core/protocol';

export type StateName = keyof typeof reasons;

/** A state with one of its own reasons. */
export type Phase = {
  [S in StateName]: { readonly state: S; readonly reason: keyof (typeof reasons)[S] & string };
}[StateName];

/** One lifecycle event: its kind and its detail. */
export type LifecycleEvent = {
  [E in keyof typeof details]: readonly [kind: E, detail: keyof (typeof details)[E] & string];
}[keyof typeof details];

/** One change: the states in which it may happen, what comes of it, and what subscribers are told. */
export interface Transition {
  readonly from: readonly StateName[];
  readonly to: Phase;
  readonly events: readonly LifecycleEvent[];
}

const inactive = ['shutoff'] as const satisfies readonly StateName[];
const active = ['running', 'paused', 'shutdown', 'crashed', 'pmsuspended'] as const satisfies readonly StateName[];

/** Every change of a guest's state. What QEMU does behind it (a reboot that is a shutdown and a reset) is not in here. */
export const lifecycle = {
  /** The process is being started; nobody but the starter acts on it. */
  launch: { from: inactive, to: { state: 'paused', reason: 'startingUp' }, events: [] },
  /** QEMU starts stopped and is set running, which subscribers of libvirt's events see, and know to see. */
  boot: {
    from: ['paused'],
    to: { state: 'running', reason: 'booted' },
    events: [
      ['resumed', 'unpaused'],
      ['started', 'booted'],
    ],
  },
  /** Started, but not set running, because the caller wanted it so. */
  bootPaused: {
    from: ['paused'],
    to: { state: 'paused', reason: 'user' },
    events: [
      ['started', 'booted'],
      ['suspended', 'paused'],
    ],
  },
  startFailed: { from: active, to: { state: 'shutoff', reason: 'failed' }, events: [] },
  suspend: { from: ['running'], to: { state: 'paused', reason: 'user' }, events: [['suspended', 'paused']] },
  resume: { from: ['paused'], to: { state: 'running', reason: 'unpaused' }, events: [['resumed', 'unpaused']] },
  /** A disk failed and its policy is to stop. */
  stopOnIoError: {
    from: ['running'],
    to: { state: 'paused', reason: 'ioerror' },
    events: [['suspended', 'ioerror']],
  },
  stopOnWatchdog: {
    from: ['running'],
    to: { state: 'paused', reason: 'watchdog' },
    events: [['suspended', 'watchdog']],
  },
  /** Stopped for good by a panic, and kept for whoever wants to look at it. */
  stopOnPanic: {
    from: ['running', 'paused'],
    to: { state: 'crashed', reason: 'panicked' },
    events: [['crashed', 'panicked']],
  },
  /** QEMU stopped without this driver asking: somebody used its monitor. */
  foundPaused: { from: ['running'], to: { state: 'paused', reason: 'unknown' }, events: [['suspended', 'paused']] },
  sleep: {
    from: ['running'],
    to: { state: 'pmsuspended', reason: 'unknown' },
    events: [['pmsuspended', 'memory']],
  },
  wakeup: {
    from: ['pmsuspended'],
    to: { state: 'running', reason: 'wakeup' },
    events: [['started', 'wakeup']],
  },
  /** The guest has powered itself off; its process is about to be ended. */
  guestShutdown: {
    from: ['running', 'paused', 'pmsuspended'],
    to: { state: 'shutdown', reason: 'unknown' },
    events: [['shutdown', 'guest']],
  },
  /** As `guestShutdown`, by somebody on the host: a signal, or the monitor's quit. */
  hostShutdown: {
    from: ['running', 'paused', 'pmsuspended'],
    to: { state: 'shutdown', reason: 'unknown' },
    events: [['shutdown', 'host']],
  },
  finish: { from: active, to: { state: 'shutoff', reason: 'shutdown' }, events: [['stopped', 'shutdown']] },
  destroy: { from: active, to: { state: 'shutoff', reason: 'destroyed' }, events: [['stopped', 'destroyed']] },
  /** The process is gone and nobody asked for it. */
  fail: { from: active, to: { state: 'shutoff', reason: 'crashed' }, events: [['stopped', 'failed']] },
  /** Ended because it panicked. */
  crash: { from: active, to: { state: 'shutoff', reason: 'crashed' }, events: [['stopped', 'crashed']] },
  save: { from: active, to: { state: 'shutoff', reason: 'saved' }, events: [['stopped', 'saved']] },
} as const satisfies Record<string, Transition>;

export type Change = keyof typeof lifecycle;

/** A phase as the API counts it. */
export function phaseNumbers(phase: Phase): { readonly state: number; readonly reason: number } {
  const numbers: Readonly<Record<string, number>> = reasons[phase.state];
  return { state: DomainState[phase.state], reason: numbers[phase.reason] ?? 0 };
}

/** An event as the API counts it. */
export function eventNumbers([kind, detail]: LifecycleEvent): { readonly event: number; readonly detail: number } {
  const numbers: Readonly<Record<string, number>> = details[kind];
  return { event: DomainEventType[kind], detail: numbers[detail] ?? 0 };
}

/** States as status files spell them, at the API's numbers. */
const spelledStates: readonly DomainStateName[] = Object.keys(domainStates).filter(isDomainStateName);

/** A state and its reason as status files spell them. */
export interface SpelledPhase {
  readonly state: DomainStateName;
  readonly reason: string;
}

/** Spells a phase for a status file. */
export function spelledPhase(phase: Phase): SpelledPhase {
  const numbers = phaseNumbers(phase);
  const state = spelledStates[numbers.state] ?? 'no state';
  return { state, reason: domainStates[state][numbers.reason] ?? 'unknown' };
}

/** Reads what a status file says of state and reason; undefined for a reason that the state does not have. */
export function phaseOf({ state, reason }: SpelledPhase): Phase | undefined {
  const texts: readonly string[] = domainStates[state];
  const numbers = { state: spelledStates.indexOf(state), reason: texts.indexOf(reason) };
  for (const [name, ofState] of Object.entries(reasons)) {
    for (const key of Object.keys(ofState)) {
      // `name` and `key` are keys of `reasons` and of its entry, which is what makes them a Phase.
      const phase = { state: name, reason: key } as Phase;
      const { state: stateNumber, reason: reasonNumber } = phaseNumbers(phase);
      if (stateNumber === numbers.state && reasonNumber === numbers.reason) return phase;
    }
  }
  return undefined;
}
