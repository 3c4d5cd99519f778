import type { HostClock } from '../../host/host-clock.js';

/** How far so many bytes are, as a host's clock goes: nothing is moved, so time is all that it takes. */
export class Progress {
  readonly total: bigint;
  readonly startedMs: number;
  readonly #clock: HostClock;
  #bytesPerSecond: number;
  /** What was done until the speed last changed, and when that was. */
  #doneBefore = 0n;
  #sinceMs: number;
  #speedChanged = new AbortController();
  /** When all was done; absent until somebody has waited for it. */
  #endedMs: number | undefined;

  /** @param bytesPerSecond infinite: all is done at once */
  constructor(clock: HostClock, total: bigint, bytesPerSecond: number) {
    this.#clock = clock;
    this.total = total;
    this.#bytesPerSecond = bytesPerSecond;
    this.startedMs = clock.nowMs;
    this.#sinceMs = this.startedMs;
  }

  /** Milliseconds that it has taken; the clock may have been turned past the end. */
  get elapsedMs(): number {
    return (this.#endedMs ?? this.#clock.nowMs) - this.startedMs;
  }

  /** Bytes that are done. */
  get processed(): bigint {
    const { nowMs } = this.#clock;
    if (nowMs >= this.#endMs) return this.total;
    const moved = BigInt(Math.floor(((nowMs - this.#sinceMs) * this.#bytesPerSecond) / 1000));
    const done = this.#doneBefore + moved;
    return done < this.total ? done : this.total;
  }

  get remaining(): bigint {
    return this.total - this.processed;
  }

  /** Milliseconds that are left at the present speed. */
  get remainingMs(): number {
    return Math.max(0, this.#endMs - this.#clock.nowMs);
  }

  get bytesPerSecond(): number {
    return this.#bytesPerSecond;
  }

  /** Goes on at another speed. */
  setSpeed(bytesPerSecond: number): void {
    this.#doneBefore = this.processed;
    this.#sinceMs = this.#clock.nowMs;
    this.#bytesPerSecond = bytesPerSecond;
    const changed = this.#speedChanged;
    this.#speedChanged = new AbortController();
    changed.abort();
  }

  /** Waits until everything is done. @throws VirtError the signal's */
  async end(signal: AbortSignal): Promise<void> {
    while (this.processed < this.total) {
      const changed = this.#speedChanged.signal;
      try {
        await this.#clock.reach(this.#endMs, AbortSignal.any([signal, changed]));
      } catch (reason) {
        // Another speed means another end.
        if (signal.aborted || !changed.aborted) throw reason;
      }
    }
    this.#endedMs = Math.min(this.#clock.nowMs, this.#endMs);
  }

  get #endMs(): number {
    if (this.#bytesPerSecond === Number.POSITIVE_INFINITY) return this.#sinceMs;
    return this.#sinceMs + (Number(this.total - this.#doneBefore) * 1000) / this.#bytesPerSecond;
  }
}
