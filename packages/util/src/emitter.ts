/// <reference lib="esnext.disposable" preserve="true" />
import { onAbort } from './abort.js';

/** The payloads of an emitter's events by their names: `{ lifecycle: [domain: string, event: number] }`. */
export type EventMap = Readonly<Record<string, readonly unknown[]>>;

/**
 * Typed events. A listener's exception, or the rejection of the promise it returns, goes to the emitter's
 * `report` and never to who emits; listeners added or removed during an emit do not change that emit.
 */
export class Emitter<Events extends EventMap> {
  readonly #listeners = new Map<keyof Events, Set<(...payload: never[]) => unknown>>();
  readonly #report: (reason: unknown, event: string) => void;

  constructor(report: (reason: unknown, event: string) => void) {
    this.#report = report;
  }

  /** Adds a listener until the returned subscription is disposed of, or the signal fires. */
  on<Name extends keyof Events & string>(
    name: Name,
    listener: (...payload: Events[Name]) => unknown,
    options: { readonly signal?: AbortSignal | undefined } = {},
  ): Disposable {
    const { signal } = options;
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    // A wrapper of its own: the same function may listen twice, and each subscription ends alone.
    const entry = (...payload: Events[Name]) => listener(...payload);
    if (signal?.aborted === true) return { [Symbol.dispose]: () => {} };
    listeners.add(entry);
    const forget = signal === undefined ? undefined : onAbort(signal, () => void listeners.delete(entry));
    return {
      [Symbol.dispose]: () => {
        listeners.delete(entry);
        forget?.();
      },
    };
  }

  /** Resolves with the payload of the next event of this name; rejects with the signal's reason. */
  once<Name extends keyof Events & string>(name: Name, signal?: AbortSignal): Promise<Events[Name]> {
    return new Promise((resolve, reject) => {
      const refuse = () => {
        subscription[Symbol.dispose]();
        reject(signal?.reason);
      };
      const subscription = this.on(name, (...payload) => {
        subscription[Symbol.dispose]();
        forget?.();
        resolve(payload);
      });
      const forget = signal === undefined ? undefined : onAbort(signal, refuse);
    });
  }

  /** Calls the listeners in the order in which they were added. */
  emit<Name extends keyof Events & string>(name: Name, ...payload: Events[Name]): void {
    const listeners = this.#listeners.get(name);
    if (listeners === undefined) return;
    for (const listener of Array.from(listeners)) {
      try {
        // Sound: `on` put listeners of this name's payload, and nothing else, into this name's set.
        const result = (listener as unknown as (...payload: Events[Name]) => unknown)(...payload);
        if (result instanceof Promise) result.catch((reason: unknown) => this.#report(reason, name));
      } catch (reason) {
        this.#report(reason, name);
      }
    }
  }

  /** How many listen to an event: worth asking before making an expensive payload. */
  count(name: keyof Events & string): number {
    return this.#listeners.get(name)?.size ?? 0;
  }
}
