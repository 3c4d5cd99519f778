import { deferred, VirtError, waitFor } from '@tsvirt/util';

const units: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
/** The largest time that a Date can show, in milliseconds since 1970. */
const maxTimeMs = 8_640_000_000_000_000;
/** The longest that one timer can take, about 24 days. */
const longestTimerMs = 2_147_483_647;

/**
 * What time it is on a mock host. All times, CPU times and counters of the host and its guests come from here: between
 * two turns of a clock that stands still, the same question has the same answer.
 */
export class HostClock {
  /** Whether it goes by itself, with the machine's time; else it stands still until it is turned. */
  readonly runs: boolean;
  readonly #base: () => number;
  readonly #waiting = new Set<() => void>();
  #turnedMs = 0;

  /** @param startMs milliseconds since 1970 that it shows until it is turned; absent: it goes with the machine's time */
  constructor(startMs?: number) {
    this.runs = startMs === undefined;
    this.#base = startMs === undefined ? () => Date.now() : () => startMs;
  }

  /** Milliseconds since 1970. */
  get nowMs(): number {
    return this.#base() + this.#turnedMs;
  }

  /** Now, in milliseconds since 1970. */
  get now(): Date {
    return new Date(this.nowMs);
  }

  /** Seconds since 1970. */
  get seconds(): bigint {
    return BigInt(Math.floor(this.nowMs / 1000));
  }

  /** By how many milliseconds it was turned, all turns together. */
  get turnedMs(): number {
    return this.#turnedMs;
  }

  /**
   * Turns the clock forward.
   * @param duration milliseconds, or text as `250ms`, `30s`, `1h30min`, `2d`
   * @throws VirtError INVALID_ARG for text that is no duration, and for going back
   */
  advance(duration: number | string): void {
    const ms = typeof duration === 'string' ? durationMs(duration) : duration;
    if (!(ms >= 0) || this.nowMs + ms > maxTimeMs)
      throw new VirtError('INVALID_ARG', 'TEST', `the clock cannot be turned by '${duration}'`);
    this.#turnedMs += ms;
    for (const look of this.#waiting) look();
  }

  /**
   * Waits until it is that late on this clock: as the machine's time passes, or when the clock is turned.
   * @param timeMs milliseconds since 1970
   * @throws VirtError OPERATION_ABORTED, or the signal's own
   */
  async reach(timeMs: number, signal: AbortSignal): Promise<void> {
    if (this.nowMs >= timeMs) return;
    const reached = deferred();
    let timer: NodeJS.Timeout | undefined;
    const look = (): void => {
      clearTimeout(timer);
      const leftMs = timeMs - this.nowMs;
      if (leftMs <= 0) reached.resolve();
      // Nobody's process stays for the sake of a guest that does not exist.
      else if (this.runs) timer = setTimeout(look, Math.min(Math.ceil(leftMs), longestTimerMs)).unref();
    };
    this.#waiting.add(look);
    look();
    try {
      await waitFor(reached.promise, { signal, domain: 'TEST', what: 'the time' });
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(look);
    }
  }

  /**
   * Turns the clock to a time that is not past on it.
   * @throws VirtError INVALID_ARG
   */
  set(time: Date): void {
    this.advance(time.getTime() - this.nowMs);
  }

  /** Takes all turns back. */
  reset(): void {
    this.#turnedMs = 0;
  }
}

/**
 * Milliseconds of a duration as `250ms`, `30s`, `1h30min`, `2d`.
 * @throws VirtError INVALID_ARG
 */
export function durationMs(text: string): number {
  const parts = Array.from(text.matchAll(/(\d+(?:\.\d+)?)(ms|s|min|h|d)/g));
  if (text === '' || parts.map(([part]) => part).join('') !== text)
    throw new VirtError(
      'INVALID_ARG',
      'TEST',
      `'${text}' is not a duration: expected one as 250ms, 30s, 1h30min or 2d`,
    );
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ''] ?? 0), 0);
}
