/**
 * The connection that a client's calls come through: the same object for all calls of one connection. What lasts only as
 * long as it does is tied to it here: a guest that was started to be destroyed with its client, a migration that it leads.
 * @example
 * ```ts
 * import type { DriverHandlers } from '@tsvirt/core/contract';
 *
 * const running = new Set<string>();
 * const held = new Map<string, () => void>();
 * export const handlers: DriverHandlers = {
 *   domainCreateWithFlags({ dom }, call) {
 *     running.add(dom.uuid);
 *     held.set(dom.uuid, call.connection.whenOver(() => void running.delete(dom.uuid)));
 *     return { dom };
 *   },
 *   // Whoever ends it sooner unties it.
 *   domainDestroy: ({ dom }) => held.get(dom.uuid)?.(),
 * };
 * ```
 */
export interface CallerConnection {
  /** Whether the client has closed it or is gone. */
  readonly isOver: boolean;
  /**
   * Has something done when the client closes the connection or is gone, before the driver's own `close`: at once, in a
   * turn of its own, when that has happened already. What is tied is done side by side; a failure is logged and changes
   * nothing for the rest.
   * @returns the function that unties it again
   */
  whenOver(release: () => void | Promise<void>): () => void;
}

/** A caller's connection as its server holds it: the side that says when it is over. */
export class ConnectionTies implements CallerConnection {
  readonly #onError: (reason: unknown) => void;
  #releases: Set<() => void | Promise<void>> | undefined;
  #isOver = false;

  /** @param onError takes what a release throws */
  constructor(onError: (reason: unknown) => void) {
    this.#onError = onError;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  whenOver(release: () => void | Promise<void>): () => void {
    // One entry for each call, also of the same function.
    const once = (): void | Promise<void> => release();
    this.#releases ??= new Set();
    this.#releases.add(once);
    if (this.#isOver) queueMicrotask(() => void this.#run());
    return () => void this.#releases?.delete(once);
  }

  /** The connection is over. @returns when everything that was tied to it is done; never rejects */
  end(): Promise<void> {
    this.#isOver = true;
    return this.#run();
  }

  async #run(): Promise<void> {
    const due = [...(this.#releases ?? [])];
    this.#releases = undefined;
    await Promise.all(
      due.map(async release => {
        try {
          await release();
        } catch (reason) {
          this.#onError(reason);
        }
      }),
    );
  }
}
