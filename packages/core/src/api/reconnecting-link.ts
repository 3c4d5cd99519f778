import { setTimeout as delay } from 'node:timers/promises';
import { type Deferred, deferred, logger, VirtError, waitFor } from '@tsvirt/util';
import type { EventSubject } from '../client/event-router.js';
import type { EventName } from '../protocol/event-catalogue.js';
import type { ArgsOf, ProcedureTable, Program, RetOf } from '../protocol/procedure.js';
import type { ClientCallOptions, FullReply } from '../rpc/client.js';
import type { Link, LinkSink } from './link.js';

const log = logger('api.reconnect');

/** How a lost connection is made anew. */
export interface ReconnectOptions {
  /** Milliseconds before the first try; 100 unless given. The pause doubles from try to try. */
  readonly delayMs?: number | undefined;
  /** The longest pause between two tries in milliseconds; 10,000 unless given. */
  readonly maxDelayMs?: number | undefined;
  /** Tries in a row before the connection counts as closed; absent: until somebody closes it. */
  readonly attempts?: number | undefined;
  /** Milliseconds that one try may take; 30,000 unless given. */
  readonly attemptMs?: number | undefined;
  /**
   * Whether the first connection is waited for likewise, where nobody listens yet or the daemon is just starting; `open`
   * fails then when the attempts are used up or its signal says so. False unless given.
   */
  readonly fromStart?: boolean | undefined;
  /** Called when the connection is lost, and when it is there again. */
  readonly onChange?: ((change: ConnectionChange) => void) | undefined;
}

/** News of a connection that is kept up. */
export type ConnectionChange =
  | { readonly state: 'lost'; readonly reason: VirtError }
  | { readonly state: 'restored'; readonly lostAt: Date; readonly reason: VirtError };

/** The pauses before each try. */
function* pauses({ delayMs = 100, maxDelayMs = 10_000, attempts = Number.POSITIVE_INFINITY }: ReconnectOptions) {
  let pause = delayMs;
  for (let tried = 0; tried < attempts; tried++) {
    yield pause;
    pause = Math.min(maxDelayMs, pause * 2);
  }
}

type Dial = (signal: AbortSignal | undefined) => Promise<Link>;

/** One try, within its limit. */
async function attempt(dial: Dial, { attemptMs = 30_000 }: ReconnectOptions, signal?: AbortSignal): Promise<Link> {
  const limit = AbortSignal.timeout(attemptMs);
  return dial(signal === undefined ? limit : AbortSignal.any([signal, limit]));
}

/** What a daemon that is not there yet, or that is on its way up or down, is known by. */
const passing: ReadonlySet<string> = new Set(['SYSTEM_ERROR', 'RPC', 'OPERATION_TIMEOUT']);

/**
 * Makes the first connection; with `fromStart` as often as it takes.
 * @throws VirtError what is against it, or OPERATION_ABORTED when the signal says so
 */
export async function firstLink(dial: Dial, options: ReconnectOptions, signal?: AbortSignal): Promise<Link> {
  if (options.fromStart !== true) return dial(signal);
  let failure: VirtError | undefined;
  for (const pause of pauses(options)) {
    try {
      if (failure !== undefined) await delay(pause, undefined, { signal });
      return await attempt(dial, options, signal);
    } catch (reason) {
      if (signal?.aborted === true) throw VirtError.aborted(signal.reason, 'RPC');
      failure = VirtError.wrap(reason, 'RPC');
      if (!passing.has(failure.code)) throw failure;
      log.debug('connecting:', failure);
    }
  }
  throw failure ?? closedHere();
}

interface Registration {
  /** Registers at a link, with what the sink needs already bound. */
  readonly register: (link: Link, signal?: AbortSignal) => Promise<() => Promise<void>>;
  readonly sink: Pick<LinkSink<EventName>, 'fail' | 'gap'>;
  end: () => Promise<void>;
}

/**
 * A link that outlives its connection. Calls under way when the connection is lost fail, since nobody knows whether
 * they were carried out; calls made meanwhile wait for the next one, within their limits. Subscriptions are made anew,
 * and each hears of the gap before any later event.
 */
export class ReconnectingLink implements Link {
  readonly closed: Promise<VirtError | undefined>;
  readonly #dial: Dial;
  readonly #options: ReconnectOptions;
  readonly #timeoutMs: number | undefined;
  readonly #over = deferred<VirtError | undefined>();
  readonly #stop = new AbortController();
  readonly #registrations = new Set<Registration>();
  #link: Link | undefined;
  /** Why the last connection was lost. */
  #lost: VirtError | undefined;
  #next: Deferred<Link> = deferred<Link>();

  /**
   * @param dial makes a connection
   * @param timeoutMs how long a call without a limit of its own waits for a connection; undefined: as long as it takes
   */
  constructor(first: Link, dial: Dial, options: ReconnectOptions, timeoutMs: number | undefined) {
    this.closed = this.#over.promise;
    this.#dial = dial;
    this.#options = options;
    this.#timeoutMs = timeoutMs;
    this.#next.promise.catch(() => {});
    this.#adopt(first);
  }

  get isConnected(): boolean {
    return this.#link !== undefined;
  }

  async callIn<T extends ProcedureTable, N extends keyof T & string>(
    program: Program<T>,
    name: N,
    args: ArgsOf<T[N]>,
    options: ClientCallOptions = {},
  ): Promise<FullReply<RetOf<T[N]>>> {
    if (this.#link !== undefined) return this.#link.callIn(program, name, args, options);
    const { timeoutMs = this.#timeoutMs, signal } = options;
    const began = Date.now();
    const link = await this.#connected(timeoutMs, signal);
    const rest = timeoutMs === undefined ? {} : { timeoutMs: Math.max(1, timeoutMs - (Date.now() - began)) };
    return link.callIn(program, name, args, { ...options, ...rest });
  }

  async listen<N extends EventName>(
    name: N,
    subject: EventSubject,
    sink: LinkSink<N>,
    signal?: AbortSignal,
  ): Promise<() => Promise<void>> {
    const link = this.#link ?? (await this.#connected(this.#timeoutMs, signal));
    // That the connection is lost is a gap here, and no end: only failing to subscribe again is one.
    const passing: LinkSink<N> = {
      push: payload => sink.push(payload),
      fail: () => {},
      gap: gap => sink.gap(gap),
    };
    const registration: Registration = {
      register: (at, until) => at.listen(name, subject, passing, until),
      sink,
      end: await link.listen(name, subject, passing, signal),
    };
    this.#registrations.add(registration);
    return async () => {
      if (this.#registrations.delete(registration) && this.isConnected) await registration.end();
    };
  }

  async close(): Promise<void> {
    this.#stop.abort(closedHere());
    this.#next.reject(closedHere());
    const link = this.#link;
    this.#link = undefined;
    await link?.close();
    this.#finish(undefined);
  }

  #connected(timeoutMs: number | undefined, signal: AbortSignal | undefined): Promise<Link> {
    const what = `reconnecting (${this.#lost?.message ?? 'the connection was lost'})`;
    return waitFor(this.#next.promise, { signal, timeoutMs, domain: 'RPC', what });
  }

  #adopt(link: Link): void {
    this.#link = link;
    void link.closed.then(reason => {
      if (this.#stop.signal.aborted || this.#link !== link) return;
      this.#link = undefined;
      this.#next = deferred<Link>();
      this.#next.promise.catch(() => {});
      void this.#restore(reason ?? new VirtError('RPC', 'RPC', 'the server closed the connection'));
    });
  }

  async #restore(reason: VirtError): Promise<void> {
    const lostAt = new Date();
    this.#lost = reason;
    this.#tell({ state: 'lost', reason });
    for (const pause of pauses(this.#options)) {
      try {
        await delay(pause, undefined, { signal: this.#stop.signal });
        const link = await attempt(this.#dial, this.#options, this.#stop.signal);
        if (await this.#registerAll(link, reason, lostAt)) {
          this.#adopt(link);
          this.#next.resolve(link);
          this.#tell({ state: 'restored', reason, lostAt });
          return;
        }
      } catch (failure) {
        if (this.#stop.signal.aborted) return;
        log.debug('reconnecting:', failure);
      }
    }
    this.#next.reject(reason);
    this.#finish(reason);
  }

  /** @returns false when the new connection was lost meanwhile, or nobody wants it any more */
  async #registerAll(link: Link, reason: VirtError, lostAt: Date): Promise<boolean> {
    for (const registration of Array.from(this.#registrations)) {
      try {
        registration.end = await registration.register(link, this.#stop.signal);
      } catch (failure) {
        if (this.#stop.signal.aborted || !link.isConnected) {
          await link.close();
          return false;
        }
        // The object may be gone, or the daemon another one: this subscription ends, the others need not.
        this.#registrations.delete(registration);
        registration.sink.fail(VirtError.wrap(failure, 'RPC'));
        continue;
      }
      registration.sink.gap({ reason, lostAt, restoredAt: new Date() });
    }
    if (!this.#stop.signal.aborted) return true;
    await link.close();
    return false;
  }

  #tell(change: ConnectionChange): void {
    try {
      this.#options.onChange?.(change);
    } catch (reason) {
      log.warn('a listener of connection changes failed:', reason);
    }
  }

  #finish(reason: VirtError | undefined): void {
    const registrations = Array.from(this.#registrations);
    this.#registrations.clear();
    for (const { sink } of registrations) sink.fail(reason ?? closedHere());
    this.#over.resolve(reason);
  }
}

function closedHere(): VirtError {
  return new VirtError('RPC', 'RPC', 'the connection was closed');
}
