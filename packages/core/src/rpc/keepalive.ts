/** What keepalive needs to know and may do. */
export interface KeepaliveOwner {
  /** When the other side sent something last, on `performance.now()`'s clock. */
  lastReceivedMs(): number;
  ping(): void;
  /** The other side has been silent for too long. */
  lost(): void;
}

/**
 * Asks a silent peer whether it is there: a ping after `intervalMs` of silence, one more after each further interval,
 * and when `count` of them went unanswered the peer is lost. Anything that it sends counts as an answer.
 */
export class Keepalive {
  readonly #owner: KeepaliveOwner;
  readonly #intervalMs: number;
  readonly #count: number;
  #timer: NodeJS.Timeout | undefined;
  #unanswered = 0;
  #askedAtMs = 0;

  /** @param intervalMs 0 or less: never asks */
  constructor(owner: KeepaliveOwner, intervalMs: number, count: number) {
    this.#owner = owner;
    this.#intervalMs = intervalMs;
    this.#count = count;
  }

  /** Starts to watch; starting again changes nothing. */
  start(): void {
    if (this.#timer === undefined && this.#intervalMs > 0) this.#arm(this.#intervalMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #arm(delayMs: number): void {
    this.#timer = setTimeout(() => this.#check(), delayMs);
    this.#timer.unref();
  }

  #check(): void {
    const now = performance.now();
    const last = this.#owner.lastReceivedMs();
    if (last >= this.#askedAtMs) this.#unanswered = 0;
    // A timer may fire a little early by this clock; asking again after the rest would never count up to a ping.
    if (now - last < this.#intervalMs - 1) this.#arm(this.#intervalMs - (now - last));
    else if (this.#unanswered >= this.#count) {
      this.#timer = undefined;
      this.#owner.lost();
    } else {
      this.#unanswered++;
      this.#askedAtMs = now;
      this.#arm(this.#intervalMs);
      this.#owner.ping();
    }
  }
}
