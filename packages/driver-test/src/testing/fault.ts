import { setTimeout as delay } from 'node:timers/promises';
import { type Deferred, deferred, type ErrorCode, type ErrorDomain, VirtError, waitFor } from '@tsvirt/util';
import { Arrivals, type WaitOptions } from './arrivals.js';
import { durationMs, type HostClock } from '../host/host-clock.js';
import { type ArgsOfProcedure, isAbout, type RetOfProcedure, type ScriptedProcedure } from './call-subject.js';

/** The error that a scripted call fails with. */
export interface ScriptedError {
  readonly code: ErrorCode;
  /** What is said behind the code's own phrase. */
  readonly message?: string | undefined;
  /** Who speaks; `TEST` unless given. */
  readonly domain?: ErrorDomain | undefined;
}

/** What shall happen to calls, and to which. Latency and delay come first, then the hold, then the error. */
export interface FaultScript<P extends ScriptedProcedure = ScriptedProcedure> {
  /** The API's name without `vir`: `domainCreate`. `connectOpen` is there too; `*` means every procedure. */
  readonly procedure: P | '*';
  /** Name or uuid of the domain that the call must be about; absent: any. */
  readonly domain?: string | undefined;
  /** Which calls by their arguments; absent: all. */
  readonly when?: ((args: ArgsOfProcedure<P>) => boolean) | undefined;
  /** How many of such calls go well before the first is hit; 0 unless given. */
  readonly skip?: number | undefined;
  /** How many calls are hit; absent: all from then on. */
  readonly times?: number | undefined;
  /** Milliseconds of real time by which the call takes longer. */
  readonly latencyMs?: number | undefined;
  /**
   * How much longer the call takes on the host's clock: milliseconds, or text as `30s`. Where that stands still, calls wait
   * until the test turns it.
   */
  readonly delay?: number | string | undefined;
  /** Calls wait until the fault is released or removed. */
  readonly hold?: boolean | undefined;
  readonly error?: ScriptedError | undefined;
  /**
   * What the call is answered in the host's place, which is not asked: nothing changes there. Also for what the mock does
   * not serve, as `domainMonitorCommand`. The opening of a connection cannot be answered so.
   */
  readonly answer?: ((args: ArgsOfProcedure<P>) => RetOfProcedure<P>) | undefined;
  /** `after`: the call has its effect, and the client hears of the fault instead of the result; `before` unless given. */
  readonly point?: 'before' | 'after' | undefined;
}

/** A value that a call is answered; `undefined` is one. */
export interface ScriptedAnswer {
  readonly value: unknown;
}

/** What calls see of a fault, whatever its procedure. */
interface Striking {
  readonly script: Pick<FaultScript, 'procedure' | 'point'>;
  takes(procedure: ScriptedProcedure, args: unknown): boolean;
  strike(signal: AbortSignal, clock: HostClock): Promise<void>;
  answering(procedure: ScriptedProcedure, args: unknown): ScriptedAnswer | undefined;
  remove(): void;
}

/** A fault at work. */
export class Fault<P extends ScriptedProcedure = ScriptedProcedure> implements Striking, Disposable {
  readonly script: FaultScript<P>;
  readonly #remove: (fault: Fault<P>) => void;
  readonly #arrivals = new Arrivals();
  #gate: Deferred<void> = deferred();
  #met = 0;
  #hits = 0;

  constructor(script: FaultScript<P>, remove: (fault: Fault<P>) => void) {
    this.script = script;
    this.#remove = remove;
  }

  /** Calls that were hit. */
  get hits(): number {
    return this.#hits;
  }

  /**
   * Waits until so many calls were hit; with `hold`, they wait then.
   * @throws VirtError OPERATION_TIMEOUT
   */
  async reached(hits = 1, options: WaitOptions = {}): Promise<void> {
    const look = () => (this.#hits >= hits ? true : undefined);
    await this.#arrivals.until(`call ${hits} of ${this.script.procedure}`, look, options);
  }

  /** Lets the calls go on that are held now. Later ones are held again. */
  release(): void {
    this.#gate.resolve();
    this.#gate = deferred();
  }

  /** Ends the fault: calls that it holds go on, later ones don't meet it. */
  remove(): void {
    this.#remove(this);
    this.release();
  }

  [Symbol.dispose](): void {
    this.remove();
  }

  /** Part of the host: whether a call is hit, which counts. */
  takes(procedure: ScriptedProcedure, args: unknown): boolean {
    const { domain, when, skip = 0, times = Number.POSITIVE_INFINITY } = this.script;
    if (!this.#isOf(procedure, args) || when?.(args) === false) return false;
    if (domain !== undefined && !isAbout(domain, args)) return false;
    this.#met++;
    if (this.#met <= skip || this.#hits >= times) return false;
    this.#hits++;
    return true;
  }

  /** Part of the host: what a call that was hit goes through. @throws VirtError the scripted one, or that the caller left */
  async strike(signal: AbortSignal, clock: HostClock): Promise<void> {
    const { latencyMs = 0, delay: hostDelay = 0, hold = false, error, procedure } = this.script;
    const gate = this.#gate.promise;
    this.#arrivals.announce();
    try {
      if (latencyMs > 0) await delay(latencyMs, undefined, { signal });
    } catch (reason) {
      throw VirtError.wrap(reason, 'TEST');
    }
    const delayMs = typeof hostDelay === 'string' ? durationMs(hostDelay) : hostDelay;
    if (delayMs > 0) await clock.reach(clock.nowMs + delayMs, signal);
    if (hold) await waitFor(gate, { signal, domain: 'TEST', what: `the release of ${procedure}` });
    if (error !== undefined) throw new VirtError(error.code, error.domain ?? 'TEST', error.message);
  }

  /** Part of the host: what a call that was hit is answered in the host's place. */
  answering(procedure: ScriptedProcedure, args: unknown): ScriptedAnswer | undefined {
    const { answer } = this.script;
    return answer === undefined || !this.#isOf(procedure, args) ? undefined : { value: answer(args) };
  }

  // A script for every procedure has arguments of any of them, which its `when` says; else they are its procedure's own.
  #isOf(procedure: ScriptedProcedure, _args: unknown): _args is ArgsOfProcedure<P> {
    return this.script.procedure === '*' || this.script.procedure === procedure;
  }
}

/** What is scripted to go wrong on a test host. */
export class Faults {
  readonly #active = new Set<Striking>();

  /**
   * Scripts a fault; several that fit a call strike in the order in which they were added.
   * @returns the fault, which counts its hits and can be released and removed
   */
  add<P extends ScriptedProcedure>(script: FaultScript<P>): Fault<P> {
    const fault: Fault<P> = new Fault(script, gone => this.#active.delete(gone));
    this.#active.add(fault);
    return fault;
  }

  /** Removes all faults. Held calls go on. */
  clear(): void {
    for (const fault of this.#active) fault.remove();
  }

  /** Whether any fault is about a procedure. */
  mention(procedure: ScriptedProcedure): boolean {
    for (const { script } of this.#active) if (script.procedure === '*' || script.procedure === procedure) return true;
    return false;
  }

  /** Part of the host: the faults that hit a call, which counts. */
  hitting(procedure: ScriptedProcedure, args: unknown): readonly Striking[] {
    return this.#active.size === 0 ? [] : [...this.#active].filter(fault => fault.takes(procedure, args));
  }
}
