import { type Deferred, deferred, waitFor } from '@tsvirt/util';

/** How long a test waits for something. */
export interface WaitOptions {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds of real time until the wait fails with OPERATION_TIMEOUT; 10,000 unless given. */
  readonly timeoutMs?: number | undefined;
}

const usualTimeoutMs = 10_000;

/** Those who wait for something to be so, asked again whenever it may have become so. */
export class Arrivals {
  readonly #waiting = new Set<() => void>();

  /**
   * Waits until `look` finds something.
   * @param what how the error calls it
   * @throws VirtError OPERATION_TIMEOUT, OPERATION_ABORTED
   */
  async until<T>(what: string, look: () => T | undefined, options: WaitOptions = {}): Promise<T> {
    const found = look();
    if (found !== undefined) return found;
    const { signal, timeoutMs = usualTimeoutMs } = options;
    const { promise, resolve, reject }: Deferred<T> = deferred<T>();
    const again = () => {
      try {
        const value = look();
        if (value !== undefined) resolve(value);
      } catch (reason) {
        reject(reason);
      }
    };
    this.#waiting.add(again);
    try {
      return await waitFor(promise, { signal, timeoutMs, domain: 'TEST', what });
    } finally {
      this.#waiting.delete(again);
    }
  }

  /** Something has changed. */
  announce(): void {
    for (const again of this.#waiting) again();
  }
}
