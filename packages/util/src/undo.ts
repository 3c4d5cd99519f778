/// <reference lib="esnext.disposable" preserve="true" />
/**
 * Takes back what was done when not everything could be: steps are added as they succeed, and run last first
 * when the scope is left before `keep()`.
 *
 *     await using undo = new Undo(reason => log.warn(reason));
 *     const tap = await createTap();
 *     undo.add(() => tap.remove());
 *     await start(tap);
 *     undo.keep();
 * @example
 * ```ts
 * import { Undo } from '@tsvirt/util';
 *
 * async function prepare(fail: boolean): Promise<void> {
 *   await using undo = new Undo(reason => console.error('not taken back:', reason));
 *   undo.add(() => console.log('the tap is gone'));
 *   if (fail) return;
 *   undo.keep();
 * }
 * await prepare(true);
 * ```
 */
export class Undo implements AsyncDisposable {
  readonly #report: (reason: unknown) => void;
  #steps: (() => unknown)[] = [];

  /** @param report told of a step that failed; the others run nevertheless */
  constructor(report: (reason: unknown) => void) {
    this.#report = report;
  }

  /** Adds what takes the last step back. Its promise is awaited. */
  add(step: () => unknown): void {
    this.#steps.push(step);
  }

  /** Everything succeeded: nothing is taken back. */
  keep(): void {
    this.#steps = [];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) {
      try {
        await step();
      } catch (reason) {
        this.#report(reason);
      }
    }
  }
}
