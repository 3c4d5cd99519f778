import type { Terminal } from '../output/terminal.js';

/** Keys as they are typed. */
type Listener = (key: string) => void;

/**
 * The whole terminal, for something that is drawn again and again. A frame is one write over the one before, line by line, so that
 * nothing flickers; leaving gives the terminal back as it was.
 */
export class Screen implements AsyncDisposable {
  readonly #terminal: Terminal;
  readonly #onKeys: (data: Buffer) => void;

  private constructor(terminal: Terminal, onKey: Listener) {
    this.#terminal = terminal;
    this.#onKeys = data => {
      for (const key of data.toString('utf8')) onKey(key);
    };
  }

  /** Takes the terminal. @param onKey is called with each key, also with ^C (`\x03`) */
  static async open(terminal: Terminal, onKey: Listener): Promise<Screen> {
    const screen = new Screen(terminal, onKey);
    const { stdin } = terminal;
    if (stdin.isTTY === true) {
      stdin.setRawMode?.(true);
      stdin.on('data', screen.#onKeys);
      stdin.resume();
    }
    // The other screen, and no cursor.
    await terminal.write('\x1b[?1049h\x1b[?25l');
    return screen;
  }

  /** Draws a frame; lines beyond the terminal's last row are left out. */
  async draw(lines: readonly string[]): Promise<void> {
    const rows = this.#terminal.size()?.rows ?? lines.length;
    const shown = lines.slice(0, rows).map(line => `${line}\x1b[K`);
    await this.#terminal.write(`\x1b[H${shown.join('\r\n')}\x1b[J`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { stdin } = this.#terminal;
    stdin.off('data', this.#onKeys);
    stdin.pause();
    if (stdin.isTTY === true) stdin.setRawMode?.(false);
    await this.#terminal.write('\x1b[?25h\x1b[?1049l');
  }
}
