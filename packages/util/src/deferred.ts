import { onAbort } from './abort.js';
import type { ErrorDomain } from './error-domains.js';
import { VirtError } from './virt-error.js';

/** A promise with its two ends. */
export interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T | PromiseLike<T>) => void;
  readonly reject: (reason: unknown) => void;
}

/** Makes a promise that someone else settles. */
export function deferred<T = void>(): Deferred<T> {
  let resolve!: (value: T | PromiseLike<T>) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<T>((whenDone, whenFailed) => {
    resolve = whenDone;
    reject = whenFailed;
  });
  return { promise, resolve, reject };
}

/** The runtime's timers hold 31 bits; what is longer ends at once. */
const longestTimerMs = 2 ** 31 - 1;

/** A limit as a timer takes it. @returns undefined when there is none, as with Infinity or more than 24 days */
export function timerLimit(timeoutMs: number | undefined): number | undefined {
  return timeoutMs !== undefined && timeoutMs <= longestTimerMs ? timeoutMs : undefined;
}

/** What bounds a wait. */
export interface WaitLimits {
  readonly signal?: AbortSignal | undefined;
  /** Absent or Infinity: as long as the signal allows. */
  readonly timeoutMs?: number | undefined;
  /** Who speaks in the error. */
  readonly domain: ErrorDomain;
  /** What was waited for, as the error says it: `the monitor's answer`. */
  readonly what: string;
}

/**
 * Waits for a promise within limits. The promise itself goes on; only the wait ends.
 * @throws OPERATION_TIMEOUT when the time is over, OPERATION_ABORTED (or the signal's VirtError) when aborted
 */
export async function waitFor<T>(promise: PromiseLike<T>, limits: WaitLimits): Promise<T> {
  const { signal, domain, what } = limits;
  const timeoutMs = timerLimit(limits.timeoutMs);
  const limit = deferred<never>();
  const forget =
    signal === undefined ? undefined : onAbort(signal, () => limit.reject(VirtError.aborted(signal.reason, domain)));
  const timer =
    timeoutMs === undefined
      ? undefined
      : setTimeout(
          () => limit.reject(new VirtError('OPERATION_TIMEOUT', domain, `${what} took longer than ${timeoutMs} ms`)),
          timeoutMs,
        );
  try {
    return await Promise.race([promise, limit.promise]);
  } finally {
    clearTimeout(timer);
    forget?.();
  }
}
