import { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';

const lengthWordSize = 4;

/**
 * A TLS connection on which each packet of the protocol is a record of its own. libvirtd reads one packet when its socket
 * becomes readable, and does not look whether the record held more: a second packet in it would wait for a third.
 */
export class PacketRecords extends Duplex {
  readonly #socket: TLSSocket;
  /** Bytes of the packet that was begun. */
  #left = 0;

  /** @param socket connected and paused */
  constructor(socket: TLSSocket) {
    super({ allowHalfOpen: true });
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) socket.pause();
    });
    socket.on('end', () => this.push(null));
    socket.on('error', reason => this.destroy(reason));
    socket.on('close', () => this.destroy());
    socket.pause();
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    const pieces = this.#pieces(chunk);
    const next = (error?: Error | null): void => {
      const piece = pieces.shift();
      if (error || piece === undefined) done(error);
      // The next one waits: what the socket gathers leaves as one record.
      else this.#socket.write(piece, next);
    };
    next();
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#socket.end(() => done());
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }

  #pieces(chunk: Buffer): Buffer[] {
    const pieces: Buffer[] = [];
    let at = 0;
    while (at < chunk.length) {
      if (this.#left === 0) {
        // The writer hands over whole packets; should it not, the bytes still are the right ones.
        this.#left = chunk.length - at < lengthWordSize ? chunk.length - at : Math.max(1, chunk.readUInt32BE(at));
      }
      const end = Math.min(chunk.length, at + this.#left);
      pieces.push(chunk.subarray(at, end));
      this.#left -= end - at;
      at = end;
    }
    return pieces;
  }
}
