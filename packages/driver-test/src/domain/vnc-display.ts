import type { Duplex } from 'node:stream';
import { deferred, VirtError } from '@tsvirt/util';

/** What a mock guest shows, in pixels. */
const screen = { width: 640, height: 480 } as const;
const version = 'RFB 003.008\n';
/** More than anybody copies into a guest's clipboard; who sends more is hung up on. */
const longestCut = 1_048_576;

/** Security types of RFB: none is needed. */
const noSecurity = 1;

/** Lengths of a client's messages by their type, without what their own length words announce. */
const messageLengths: Readonly<Record<number, number>> = { 0: 20, 2: 4, 3: 10, 4: 8, 5: 6, 6: 8 };

/**
 * The screen of a mock guest as a VNC server shows it (RFC 6143): black, and asking for no password. Keys, pointer and
 * clipboard are taken and have no effect.
 */
export class VncDisplay {
  readonly #stream: Duplex;
  readonly #name: string;
  #bytes: Buffer = Buffer.alloc(0);
  #bytesPerPixel = 4;

  /** @param name the desktop's: the guest's */
  constructor(stream: Duplex, name: string) {
    this.#stream = stream;
    this.#name = name;
  }

  /**
   * Serves the client until it leaves.
   * @param ready called when it sees the screen
   * @throws VirtError RPC for what is not the protocol
   */
  async serve(ready: () => void): Promise<void> {
    this.#stream.write(version);
    const chunks = this.#stream[Symbol.asyncIterator]();
    if (!(await this.#take(chunks, 12)).toString('latin1').startsWith('RFB 003.')) throw wrong('a version of RFB');
    this.#stream.write(Buffer.from([1, noSecurity]));
    if ((await this.#take(chunks, 1))[0] !== noSecurity) throw wrong('no security');
    this.#stream.write(Buffer.alloc(4));
    await this.#take(chunks, 1);
    this.#stream.write(this.#greeting());
    ready();
    while (await this.#fill(chunks, 1)) await this.#message(chunks);
  }

  #greeting(): Buffer {
    const name = Buffer.from(this.#name);
    const greeting = Buffer.alloc(24);
    greeting.writeUInt16BE(screen.width, 0);
    greeting.writeUInt16BE(screen.height, 2);
    // 32 bits a pixel, 24 deep, little endian, true colour: 255 each of red, green and blue at 16, 8 and 0.
    Buffer.from([32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0]).copy(greeting, 4);
    greeting.writeUInt32BE(name.length, 20);
    return Buffer.concat([greeting, name]);
  }

  async #message(chunks: AsyncIterator<unknown>): Promise<void> {
    const type = this.#bytes[0] ?? 0;
    const length = messageLengths[type];
    if (length === undefined) throw wrong(`a message of a known type, not ${type}`);
    const message = await this.#take(chunks, length);
    switch (type) {
      case 0:
        this.#bytesPerPixel = (message[4] ?? 32) / 8;
        if (![1, 2, 4].includes(this.#bytesPerPixel)) throw wrong('8, 16 or 32 bits a pixel');
        return;
      case 2:
        await this.#take(chunks, message.readUInt16BE(2) * 4);
        return;
      case 3:
        // What changed since the last time is nothing, which needs no answer.
        if (message[1] === 0) await this.#show(message);
        return;
      case 6: {
        const cut = message.readUInt32BE(4);
        if (cut > longestCut) throw wrong(`at most ${longestCut} bytes of a clipboard`);
        await this.#take(chunks, cut);
        return;
      }
      default:
    }
  }

  /** One black rectangle, in the client's format and of the part that it asked for. */
  async #show(request: Buffer): Promise<void> {
    const [x, y] = [request.readUInt16BE(2), request.readUInt16BE(4)];
    const width = Math.min(request.readUInt16BE(6), Math.max(0, screen.width - x));
    const height = Math.min(request.readUInt16BE(8), Math.max(0, screen.height - y));
    const head = Buffer.alloc(16);
    head.writeUInt16BE(1, 2);
    [x, y, width, height].forEach((value, index) => head.writeUInt16BE(value, 4 + index * 2));
    if (this.#stream.write(Buffer.concat([head, Buffer.alloc(width * height * this.#bytesPerPixel)]))) return;
    // Who asks again and again without reading waits.
    const { promise, resolve } = deferred();
    this.#stream.once('drain', resolve).once('close', resolve);
    await promise;
  }

  async #take(chunks: AsyncIterator<unknown>, length: number): Promise<Buffer> {
    if (!(await this.#fill(chunks, length))) throw wrong('more');
    const taken = this.#bytes.subarray(0, length);
    this.#bytes = this.#bytes.subarray(length);
    return taken;
  }

  /** Reads on until so many bytes are there. @returns false when the client leaves before that */
  async #fill(chunks: AsyncIterator<unknown>, length: number): Promise<boolean> {
    while (this.#bytes.length < length) {
      const { done, value } = await chunks.next();
      if (done === true) return false;
      if (Buffer.isBuffer(value)) this.#bytes = Buffer.concat([this.#bytes, value]);
    }
    return true;
  }
}

function wrong(expected: string): VirtError {
  return new VirtError('RPC', 'TEST', `a VNC client did not send ${expected}`);
}
