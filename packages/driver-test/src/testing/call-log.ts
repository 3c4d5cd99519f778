import type { VirtError } from '@tsvirt/util';
import { Arrivals, type WaitOptions } from './arrivals.js';
import { type ArgsOfProcedure, isAbout, type ScriptedProcedure } from './call-subject.js';

/** A call that a client made. */
export interface RecordedCall<P extends ScriptedProcedure = ScriptedProcedure, A = unknown> {
  readonly procedure: P;
  readonly args: A;
  /** When it came, on the host's clock. */
  readonly at: Date;
  readonly readOnly: boolean;
  /** `pending` until it is answered. */
  readonly outcome: 'pending' | 'done' | 'failed';
  /** Why it failed. */
  readonly error: VirtError | undefined;
}

/** Which calls are meant. */
export interface CallFilter<P extends ScriptedProcedure> {
  /** Name or uuid of the domain that the call is about. */
  readonly domain?: string | undefined;
  readonly when?: ((args: ArgsOfProcedure<P>) => boolean) | undefined;
}

interface Entry extends RecordedCall {
  outcome: RecordedCall['outcome'];
  error: VirtError | undefined;
}

/** The calls that clients made of a test host, in the order in which they came; the oldest go when there are too many. */
export class CallLog implements Iterable<RecordedCall> {
  readonly #limit: number;
  readonly #arrivals = new Arrivals();
  #entries: Entry[] = [];
  #dropped = 0;

  /** @param limit calls to remember */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** How many calls are kept. */
  get size(): number {
    return this.#entries.length;
  }

  /** Calls that are not remembered any more. */
  get dropped(): number {
    return this.#dropped;
  }

  /** The calls of one procedure, their arguments as the procedure has them. */
  of<P extends ScriptedProcedure>(procedure: P, filter: CallFilter<P> = {}): RecordedCall<P, ArgsOfProcedure<P>>[] {
    const { domain, when } = filter;
    return this.#entries
      .filter((call): call is Entry & RecordedCall<P, ArgsOfProcedure<P>> => call.procedure === procedure)
      .filter(({ args }) => (domain === undefined || isAbout(domain, args)) && when?.(args) !== false);
  }

  /**
   * Waits until a call has been made and answered; at once when there was one since the log was last cleared.
   * @throws VirtError OPERATION_TIMEOUT
   */
  seen<P extends ScriptedProcedure>(
    procedure: P,
    options: CallFilter<P> & WaitOptions = {},
  ): Promise<RecordedCall<P, ArgsOfProcedure<P>>> {
    const look = () => this.of(procedure, options).find(({ outcome }) => outcome !== 'pending');
    return this.#arrivals.until(`a call of ${procedure}`, look, options);
  }

  /** Forgets all calls. */
  clear(): void {
    this.#entries = [];
    this.#dropped = 0;
  }

  /** Part of the host: a call came. @returns what to call with its error, or without one, when it is answered */
  begin(
    procedure: ScriptedProcedure,
    args: unknown,
    at: Date,
    readOnly: boolean,
  ): (error: VirtError | undefined) => void {
    const entry: Entry = { procedure, args, at, readOnly, outcome: 'pending', error: undefined };
    this.#entries.push(entry);
    // Half of them at once, so that a busy host does not move the rest for every call.
    if (this.#entries.length > this.#limit * 2) {
      const kept = this.#entries.slice(-this.#limit);
      this.#dropped += this.#entries.length - kept.length;
      this.#entries = kept;
    }
    return error => {
      entry.outcome = error === undefined ? 'done' : 'failed';
      entry.error = error;
      this.#arrivals.announce();
    };
  }

  [Symbol.iterator](): IterableIterator<RecordedCall> {
    return this.#entries[Symbol.iterator]();
  }
}
