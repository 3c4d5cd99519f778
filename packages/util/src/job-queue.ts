/// <reference lib="esnext.disposable" preserve="true" />
import { onAbort } from './abort.js';
import type { ErrorDomain } from './error-domains.js';
import { VirtError } from './virt-error.js';

/** What a short job does to its object. One runs at a time. */
export type JobKind = 'query' | 'destroy' | 'suspend' | 'modify' | 'abort' | 'migrationOp';

/**
 * The long jobs, each with the short jobs that others may run while it lasts; all the rest wait for its end. The
 * owner's own short jobs run inside it (`AsyncJob.begin`), whatever their kind.
 */
export const asyncJobs = {
  start: [],
  migrationIn: [],
  migrationOut: ['query', 'destroy', 'abort', 'suspend', 'migrationOp'],
  save: ['query', 'destroy', 'abort'],
  dump: ['query', 'destroy', 'abort', 'suspend'],
  snapshot: ['query', 'destroy', 'abort'],
  backup: ['query', 'destroy', 'abort', 'suspend', 'modify'],
} as const satisfies Record<string, readonly JobKind[]>;

/** The kind of a long job. */
export type AsyncJobKind = keyof typeof asyncJobs;

/** A job that was begun; ends with its scope (`await using`) or with `end()`, which may be called again. */
export interface Job extends AsyncDisposable {
  readonly kind: JobKind;
  /** Who asked for it: the procedure's name, for the error that others get while they wait in vain. */
  readonly owner: string;
  end(): void;
}

/** A long job: an identity, a way to abort it, and short jobs inside it. */
export interface AsyncJob extends AsyncDisposable {
  readonly kind: AsyncJobKind;
  readonly owner: string;
  /** Milliseconds since 1970. */
  readonly startedMs: number;
  /** Fires when `abort` is called: what the job's owner passes to everything it waits for. */
  readonly signal: AbortSignal;
  /** Asks the owner to give up. The job lasts until its owner ends it. */
  abort(reason?: VirtError): void;
  /** Begins a short job inside this one. */
  begin(kind: JobKind, signal?: AbortSignal, timeoutMs?: number): Promise<Job>;
  /** Changes which short jobs of others may run beside it from here on. */
  allow(kinds: readonly JobKind[]): void;
  end(): void;
}

/** How a queue behaves. */
export interface JobQueueOptions {
  /** Who speaks in errors. */
  readonly domain: ErrorDomain;
  /** How long a job waits unless its caller says otherwise; 30 seconds as in libvirt. */
  readonly timeoutMs?: number;
  /** How many may wait or run; more are refused. Unbounded unless given. */
  readonly maxQueued?: number;
}

/** How a long job is begun. */
export interface AsyncJobOptions {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
  readonly owner?: string | undefined;
}

interface Waiter {
  readonly mayRun: () => boolean;
  readonly grant: () => void;
  readonly refuse: (reason: VirtError) => void;
}

/**
 * The jobs of one object: one short job at a time, one long job beside it. Whoever cannot run waits in line;
 * who comes later may pass only someone whom the long job holds back.
 */
export class JobQueue {
  readonly #object: string;
  readonly #options: JobQueueOptions;
  readonly #waiters: Waiter[] = [];
  #current: Job | undefined;
  #async: AsyncJob | undefined;
  #allowed: readonly JobKind[] = [];
  #closed: VirtError | undefined;

  /** @param object how errors name what the jobs are on: `domain 'web'` */
  constructor(object: string, options: JobQueueOptions) {
    this.#object = object;
    this.#options = options;
  }

  /** The short job that runs, if one does. */
  get current(): Job | undefined {
    return this.#current;
  }

  /** The long job that runs, if one does. */
  get async(): AsyncJob | undefined {
    return this.#async;
  }

  /** How many wait. */
  get waiting(): number {
    return this.#waiters.length;
  }

  /**
   * Waits for its turn and begins a short job.
   * @param timeoutMs 0: refuse at once when it would have to wait
   * @throws OPERATION_TIMEOUT naming who holds the object, OPERATION_ABORTED, OPERATION_FAILED when too many wait
   */
  async begin(kind: JobKind, signal?: AbortSignal, timeoutMs?: number, owner: string = kind): Promise<Job> {
    const mayRun = () => this.#current === undefined && (this.#async === undefined || this.#allowed.includes(kind));
    return this.#wait(mayRun, () => this.#startJob(kind, owner), signal, timeoutMs);
  }

  /** Waits until nothing else runs and begins a long job. Errors as `begin`. */
  async beginAsync(kind: AsyncJobKind, options: AsyncJobOptions = {}): Promise<AsyncJob> {
    const mayRun = () => this.#current === undefined && this.#async === undefined;
    const start = () => this.#startAsync(kind, options.owner ?? kind);
    return this.#wait(mayRun, start, options.signal, options.timeoutMs);
  }

  /** The object is gone: everyone who waits, and everyone who comes, gets this error. Running jobs end by themselves. */
  close(reason: VirtError): void {
    this.#closed = reason;
    for (const waiter of this.#waiters.splice(0)) waiter.refuse(reason);
  }

  #startJob(kind: JobKind, owner: string): Job {
    const end = () => {
      if (this.#current !== job) return;
      this.#current = undefined;
      this.#pump();
    };
    const job: Job = { kind, owner, end, [Symbol.asyncDispose]: () => Promise.resolve(end()) };
    this.#current = job;
    return job;
  }

  #startAsync(kind: AsyncJobKind, owner: string): AsyncJob {
    const controller = new AbortController();
    const end = () => {
      if (this.#async !== job) return;
      this.#async = undefined;
      this.#pump();
    };
    const job: AsyncJob = {
      kind,
      owner,
      startedMs: Date.now(),
      signal: controller.signal,
      abort: reason =>
        controller.abort(reason ?? this.#error('OPERATION_ABORTED', `job '${kind}' on ${this.#object} was cancelled`)),
      begin: (nested, signal, timeoutMs) =>
        this.#wait(
          () => this.#current === undefined,
          () => this.#startJob(nested, owner),
          signal,
          timeoutMs,
        ),
      allow: kinds => {
        if (this.#async !== job) return;
        this.#allowed = kinds;
        this.#pump();
      },
      end,
      [Symbol.asyncDispose]: () => Promise.resolve(end()),
    };
    this.#async = job;
    this.#allowed = asyncJobs[kind];
    return job;
  }

  #wait<T>(
    mayRun: () => boolean,
    start: () => T,
    signal: AbortSignal | undefined,
    timeoutMs = this.#options.timeoutMs ?? 30_000,
  ): Promise<T> {
    if (this.#closed !== undefined) return Promise.reject(this.#closed);
    if (signal?.aborted === true) return Promise.reject(VirtError.aborted(signal.reason, this.#options.domain));
    // Whoever waits and could run is granted by #pump at once, so nobody in line is passed over here.
    if (mayRun()) return Promise.resolve(start());
    const { maxQueued } = this.#options;
    if (maxQueued !== undefined && this.#waiters.length + 1 >= maxQueued) {
      return Promise.reject(
        this.#error(
          'OPERATION_FAILED',
          `cannot acquire state change lock due to max_queued limit of ${maxQueued} on ${this.#object}`,
        ),
      );
    }
    if (timeoutMs <= 0) return Promise.reject(this.#busy());
    return new Promise((resolve, reject) => {
      const leave = () => {
        clearTimeout(timer);
        forget?.();
        const at = this.#waiters.indexOf(waiter);
        if (at >= 0) this.#waiters.splice(at, 1);
      };
      const refuse = (reason: VirtError) => {
        leave();
        reject(reason);
      };
      const abort = () => refuse(VirtError.aborted(signal?.reason, this.#options.domain));
      const timer = setTimeout(() => refuse(this.#busy()), timeoutMs);
      const waiter: Waiter = {
        mayRun,
        refuse,
        grant: () => {
          leave();
          resolve(start());
        },
      };
      const forget = signal === undefined ? undefined : onAbort(signal, abort);
      this.#waiters.push(waiter);
    });
  }

  /** Lets those run whose turn has come, first come first. */
  #pump(): void {
    for (let next = this.#next(); next !== undefined; next = this.#next()) next.grant();
  }

  #next(): Waiter | undefined {
    return this.#waiters.find(waiter => waiter.mayRun());
  }

  #busy(): VirtError {
    const holders = [
      this.#current === undefined ? undefined : `job '${this.#current.kind}' of ${this.#current.owner}`,
      this.#async === undefined ? undefined : `async job '${this.#async.kind}' of ${this.#async.owner}`,
    ].filter(holder => holder !== undefined);
    return this.#error(
      'OPERATION_TIMEOUT',
      `cannot acquire state change lock on ${this.#object} (held by ${holders.join(' and ')})`,
    );
  }

  #error(code: 'OPERATION_TIMEOUT' | 'OPERATION_FAILED' | 'OPERATION_ABORTED', detail: string): VirtError {
    return new VirtError(code, this.#options.domain, detail);
  }
}
