import { cutText } from './text-width.js';
import type { Terminal } from './terminal.js';

/** A line on standard error that is written over as things go on; nothing where nobody looks, or the cursor cannot be moved. */
export class StatusLine implements AsyncDisposable {
  readonly #terminal: Terminal;
  #shown = '';

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** Shows a text in place of the one before. */
  async show(text: string): Promise<void> {
    const { noteColors, isAscii } = this.#terminal;
    const size = this.#terminal.noteSize();
    if (size === undefined || text === this.#shown) return;
    this.#shown = text;
    await this.#terminal.note(`\r${noteColors.dim(cutText(text, size.columns - 1, isAscii))}\x1b[K`);
  }

  /** Takes the line away. */
  async clear(): Promise<void> {
    if (this.#shown === '') return;
    this.#shown = '';
    await this.#terminal.note('\r\x1b[K');
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.clear();
  }
}
