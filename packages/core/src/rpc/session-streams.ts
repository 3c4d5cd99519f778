import { VirtError } from '@tsvirt/util';
import { MessageStatus, streamHole } from '../protocol/packet.js';
import type { XdrReader } from '../protocol/xdr-reader.js';
import type { Channel } from './channel.js';
import { sessionBounds } from './limits.js';
import { OutgoingGate } from './outgoing-gate.js';
import { ServerStream, type StreamCarrier } from './server-stream.js';
import { sendStreamData, sendStreamError, sendStreamHole, sendStreamOk, type StreamId } from './stream-packets.js';

/** All streams of one client: finds the one that a packet is for, and carries what they send. */
export class SessionStreams implements StreamCarrier {
  readonly #channel: Channel;
  readonly #onPressure: (full: boolean) => void;
  readonly #bySerial = new Map<number, ServerStream>();
  readonly #gate: OutgoingGate;
  #full = 0;

  constructor(channel: Channel, onPressure: (full: boolean) => void) {
    this.#channel = channel;
    this.#gate = new OutgoingGate(channel);
    this.#onPressure = onPressure;
  }

  get size(): number {
    return this.#bySerial.size;
  }

  /** @throws VirtError RESOURCE_BUSY when the client has as many as it may have, or this serial is in use */
  checkRoom(serial: number): void {
    if (this.#bySerial.size >= sessionBounds.streams) {
      throw new VirtError('RESOURCE_BUSY', 'STREAMS', `this client has ${sessionBounds.streams} streams open`);
    }
    if (this.#bySerial.has(serial)) {
      throw new VirtError('OPERATION_INVALID', 'STREAMS', `the stream of call ${serial} is still open`);
    }
  }

  open(id: StreamId, direction: 'read' | 'write', sparse: boolean): ServerStream {
    const stream = new ServerStream(id, direction, sparse, this);
    this.#bySerial.set(id.serial, stream);
    return stream;
  }

  /** A packet of type STREAM; for a stream that is not there it is dropped. */
  packet(id: StreamId, status: number, payload: Buffer): void {
    const stream = this.#find(id);
    if (stream === undefined) return;
    if (status === MessageStatus.continue) stream.received(Buffer.from(payload));
    else if (status === MessageStatus.ok) stream.finish();
    else if (status === MessageStatus.error) stream.abort();
  }

  /** A packet of type STREAM_HOLE. */
  hole(id: StreamId, payload: XdrReader): void {
    const stream = this.#find(id);
    if (stream === undefined) return;
    try {
      stream.receivedHole(streamHole.decode(payload).length);
    } catch (reason) {
      stream.fail(VirtError.wrap(reason, 'RPC'));
    }
  }

  /** Bytes have left. */
  drained(): void {
    this.#gate.drained();
  }

  /** The client is gone. */
  lost(reason: VirtError): void {
    this.#gate.lost(reason);
    for (const stream of Array.from(this.#bySerial.values())) stream.lost(reason);
  }

  sendData(stream: ServerStream, data: Uint8Array): void {
    sendStreamData(this.#channel, stream, data);
  }

  sendHole(stream: ServerStream, length: bigint): void {
    if (!this.#channel.isClosed) sendStreamHole(this.#channel, stream, length);
  }

  sendOk(stream: ServerStream): void {
    if (!this.#channel.isClosed) sendStreamOk(this.#channel, stream);
  }

  sendError(stream: ServerStream, error: VirtError): void {
    if (!this.#channel.isClosed) sendStreamError(this.#channel, stream, error);
  }

  writable(): Promise<void> {
    return this.#gate.open();
  }

  pressure(full: boolean): void {
    const before = this.#full;
    this.#full += full ? 1 : -1;
    if (before === 0 || this.#full === 0) this.#onPressure(this.#full > 0);
  }

  ended(stream: ServerStream): void {
    this.#bySerial.delete(stream.serial);
  }

  #find({ serial, procedure, programId }: StreamId): ServerStream | undefined {
    const stream = this.#bySerial.get(serial);
    return stream?.procedure === procedure && stream.programId === programId ? stream : undefined;
  }
}
