import { cutText } from './text-width.js';
import type { Terminal } from './terminal.js';

/** A line on standard error that is written over as things go on; nothing where nobody looks. */
export class StatusLine implements AsyncDisposable {
  readonly #terminal: Terminal;
  #isShown = false;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** Shows a text in place of the one before. */
  async show(text: string): Promise<void> {
    const size = this.#terminal.size();
    if (size === undefined) return;
    this.#isShown = true;
    await this.#terminal.note(`\r${this.#terminal.colors.dim(cutText(text, size.columns - 1))}\x1b[K`);
  }

  /** Takes the line away. */
  async clear(): Promise<void> {
    if (!this.#isShown) return;
    this.#isShown = false;
    await this.#terminal.note('\r\x1b[K');
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.clear();
  }
}
