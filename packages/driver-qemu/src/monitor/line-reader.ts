import { VirtError } from '@tsvirt/util';

/** The longest line that a monitor may send: the schema of QEMU takes about 300 KB, so this leaves room and still has an end. */
export const maxLineBytes = 10 * 1024 * 1024;

/** Cuts a byte stream into lines. Holds at most one unfinished line of bounded length. */
export class LineReader {
  readonly #onLine: (line: string) => void;
  #parts: Buffer[] = [];
  #length = 0;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  /** @throws VirtError INTERNAL_ERROR when a line is longer than `maxLineBytes` */
  push(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      this.#add(chunk.subarray(start, end));
      const line = this.#parts.length === 1 ? (this.#parts[0] as Buffer) : Buffer.concat(this.#parts, this.#length);
      this.#parts = [];
      this.#length = 0;
      start = end + 1;
      this.#onLine(line.toString('utf8'));
    }
    if (start < chunk.length) this.#add(chunk.subarray(start));
  }

  #add(part: Buffer): void {
    this.#length += part.length;
    if (this.#length > maxLineBytes)
      throw new VirtError('INTERNAL_ERROR', 'QEMU', `monitor sent a line of more than ${maxLineBytes} bytes`);
    this.#parts.push(part);
  }
}
