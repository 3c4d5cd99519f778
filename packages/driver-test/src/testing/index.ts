/**
 * What test suites import: {@link testHost}, a mock host on a socket of its own.
 * @module @tsvirt/driver-test/testing
 */
export type { EventName, EventPayloads } from '@tsvirt/core';
export type { Change, GuestState } from '../domain/lifecycle.js';
export { HostClock } from '../host/host-clock.js';
export type { WaitOptions } from './arrivals.js';
export type { CallFilter, CallLog, RecordedCall } from './call-log.js';
export type { ArgsOfProcedure, RetOfProcedure, ScriptedProcedure } from './call-subject.js';
export type { DomainPlan, DomainPlans } from './domain-plan.js';
export type { Fault, Faults, FaultScript, ScriptedAnswer, ScriptedError } from './fault.js';
export type { GuestBehaviour, Reaction } from '../domain/guest-behaviour.js';
export type { Happening } from './happening.js';
export type { EventFilter, HostEvents } from './host-events.js';
export { ServedHost, testHost, type TestHostOptions } from './served-host.js';
