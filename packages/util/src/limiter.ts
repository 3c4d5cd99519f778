import { onAbort } from './abort.js';
import type { ErrorDomain } from './error-domains.js';
import { VirtError } from './virt-error.js';

/** Lets so many tasks run at once; the others wait in line. */
export class Limiter {
  readonly #limit: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(limit: number) {
    if (!Number.isInteger(limit) || limit < 1) throw new Error(`a limit of ${limit} lets nothing run`);
    this.#limit = limit;
  }

  /** How many tasks run. */
  get running(): number {
    return this.#running;
  }

  /** How many tasks wait. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /**
   * Runs a task when its turn comes.
   * @throws OPERATION_ABORTED when the signal fires before that
   */
  async run<T>(task: () => Promise<T>, signal?: AbortSignal, domain: ErrorDomain = 'NONE'): Promise<T> {
    await this.#turn(signal, domain);
    try {
      return await task();
    } finally {
      this.#running--;
      this.#waiting.shift()?.();
    }
  }

  #turn(signal: AbortSignal | undefined, domain: ErrorDomain): Promise<void> {
    if (signal?.aborted === true) return Promise.reject(VirtError.aborted(signal.reason, domain));
    if (this.#running < this.#limit) {
      this.#running++;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const start = () => {
        forget?.();
        this.#running++;
        resolve();
      };
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(start), 1);
        reject(VirtError.aborted(signal?.reason, domain));
      };
      this.#waiting.push(start);
      const forget = signal === undefined ? undefined : onAbort(signal, leave);
    });
  }
}

/** Applies a task to every item, so many at once, and gives the results in the items' order. The first failure ends the wait. */
export function mapLimited<T, R>(
  items: Iterable<T>,
  limit: number,
  task: (item: T) => Promise<R>,
  signal?: AbortSignal,
): Promise<R[]> {
  const limiter = new Limiter(limit);
  return Promise.all(Array.from(items, item => limiter.run(() => task(item), signal)));
}
