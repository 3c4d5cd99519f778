import net from 'node:net';
import type { Duplex } from 'node:stream';

/** Sends raw bytes to a server and takes its packets apart by their length words, nothing more. */
export class SocketClient implements AsyncDisposable {
  readonly stream: Duplex;
  #bytes: Buffer = Buffer.alloc(0);
  #closed = false;
  #wake: (() => void) | undefined;

  constructor(stream: Duplex) {
    this.stream = stream;
    stream.on('data', (chunk: Buffer) => {
      this.#bytes = Buffer.concat([this.#bytes, chunk]);
      this.#wake?.();
    });
    stream.on('error', () => {});
    stream.on('close', () => {
      this.#closed = true;
      this.#wake?.();
    });
  }

  static async connect(path: string): Promise<SocketClient> {
    const socket = net.connect({ path });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    return new SocketClient(socket);
  }

  send(hex: string | Buffer): void {
    this.stream.write(typeof hex === 'string' ? Buffer.from(hex, 'hex') : hex);
  }

  /** The next packet, or undefined when the server closed. */
  async packet(): Promise<Buffer | undefined> {
    for (;;) {
      const length = this.#bytes.length >= 4 ? this.#bytes.readUInt32BE(0) : Number.POSITIVE_INFINITY;
      if (this.#bytes.length >= length) {
        const packet = this.#bytes.subarray(0, length);
        this.#bytes = this.#bytes.subarray(length);
        return packet;
      }
      if (this.#closed) return undefined;
      await new Promise<void>(resolve => {
        this.#wake = resolve;
      });
    }
  }

  /** Sends and takes the next packet. */
  ask(hex: string | Buffer): Promise<Buffer | undefined> {
    this.send(hex);
    return this.packet();
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.stream.destroy();
    return Promise.resolve();
  }
}

/** A call's packet. */
export function callPacket(
  procedure: number,
  serial: number,
  args: Buffer = Buffer.alloc(0),
  program = 0x2000_8086,
): Buffer {
  const packet = Buffer.alloc(28 + args.length);
  packet.writeUInt32BE(packet.length, 0);
  packet.writeUInt32BE(program, 4);
  packet.writeUInt32BE(1, 8);
  packet.writeInt32BE(procedure, 12);
  packet.writeUInt32BE(serial, 20);
  args.copy(packet, 28);
  return packet;
}

/** auth_list and connect_open of `test:///default`, as recorded. */
export const openPackets = [
  '0000001c200080860000000100000042000000000000000000000000',
  '00000038200080860000000100000001000000000000000100000000000000010000000f746573743a2f2f2f64656661756c740000000000',
] as const;
