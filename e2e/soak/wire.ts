import { once } from 'node:events';
import net from 'node:net';
import type { ArgsOf, RemoteProcedures } from '@tsvirt/core';
import { encodePacket, MessageStatus, MessageType, remote } from '@tsvirt/core/protocol';

type ProcedureName = Extract<keyof RemoteProcedures, string>;

/** A bare connection that speaks the protocol as well, or as badly, as it is told to. */
export class Wire {
  readonly socket: net.Socket;
  #serial = 0;
  #received = 0;

  private constructor(socket: net.Socket) {
    this.socket = socket;
    // A daemon that hangs up on a rude client is right to do so.
    socket.on('error', () => socket.destroy());
    socket.on('data', (bytes: Buffer) => {
      this.#received += bytes.length;
    });
  }

  /** @throws the system's error when the daemon does not listen */
  static async connect(path: string, signal: AbortSignal): Promise<Wire> {
    const socket = net.connect({ path });
    try {
      await once(socket, 'connect', { signal });
    } catch (reason) {
      socket.destroy();
      throw reason;
    }
    return new Wire(socket);
  }

  /** Bytes that came back so far. */
  get received(): number {
    return this.#received;
  }

  /** A call's packet. */
  packet<N extends ProcedureName>(name: N, args: ArgsOf<RemoteProcedures[N]>): Buffer {
    const procedure = remote.procedureNamed(name);
    const header = {
      program: remote.id,
      version: remote.version,
      procedure: procedure.number,
      type: MessageType.call,
      serial: this.#serial++,
      status: MessageStatus.ok,
    };
    return encodePacket(header, writer => procedure.encodeArgs(writer, args));
  }

  /** Sends a call and does not wait. */
  send<N extends ProcedureName>(name: N, args: ArgsOf<RemoteProcedures[N]>): void {
    this.write(this.packet(name, args));
  }

  write(bytes: Buffer): void {
    if (this.socket.writable) this.socket.write(bytes);
  }

  /** Waits until something more arrives, or the connection ends. */
  async hears(signal: AbortSignal): Promise<void> {
    if (this.socket.destroyed) return;
    const over = new AbortController();
    const limits = { signal: AbortSignal.any([signal, over.signal]) };
    const either = [once(this.socket, 'data', limits), once(this.socket, 'close', limits)];
    try {
      await Promise.race(either);
    } finally {
      over.abort();
      await Promise.allSettled(either); // the other one is called off
    }
  }

  /** Introduces itself, and opens the mock host. */
  async open(signal: AbortSignal): Promise<void> {
    this.send('authList', {});
    this.send('connectOpen', { name: 'test:///default', flags: 0 });
    // Both replies: 36 + 28 bytes at least.
    while (this.received < 64 && !this.socket.destroyed) await this.hears(signal);
  }

  /** Is gone without a word. */
  vanish(): void {
    this.socket.destroy();
  }
}
