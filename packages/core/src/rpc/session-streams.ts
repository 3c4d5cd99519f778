import { VirtError } from '@tsvirt/util';
import {
  MessageStatus,
  MessageType,
  beginPacket,
  encodeError,
  endPacket,
  packetMin,
  streamHole,
} from '../protocol/packet.js';
import type { XdrReader } from '../protocol/xdr-reader.js';
import type { XdrWriter } from '../protocol/xdr-writer.js';
import type { Channel } from './channel.js';
import { sessionBounds } from './limits.js';
import { ServerStream, type StreamCarrier } from './server-stream.js';

/** Who a stream's packets belong to: a call's header without type and status. */
export interface StreamId {
  readonly programId: number;
  readonly programVersion: number;
  readonly procedure: number;
  readonly serial: number;
}

/** All streams of one client: finds the one that a packet is for, and carries what they send. */
export class SessionStreams implements StreamCarrier {
  readonly #channel: Channel;
  readonly #onPressure: (full: boolean) => void;
  readonly #bySerial = new Map<number, ServerStream>();
  #waiting: { resolve: () => void; reject: (reason: VirtError) => void }[] = [];
  #full = 0;

  constructor(channel: Channel, onPressure: (full: boolean) => void) {
    this.#channel = channel;
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

  /** Room was made in the outgoing buffer. */
  drained(): void {
    if (this.#channel.outgoing > sessionBounds.outgoing) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { resolve } of waiting) resolve();
  }

  /** The client is gone. */
  lost(reason: VirtError): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { reject } of waiting) reject(reason);
    for (const stream of [...this.#bySerial.values()]) stream.lost(reason);
  }

  sendData(stream: ServerStream, data: Uint8Array): void {
    // One copy, straight into the packet: the caller may use its buffer again.
    const packet = Buffer.allocUnsafe(packetMin + data.length);
    packet.writeUInt32BE(packet.length, 0);
    packet.writeUInt32BE(stream.programId, 4);
    packet.writeUInt32BE(stream.programVersion, 8);
    packet.writeInt32BE(stream.procedure, 12);
    packet.writeInt32BE(MessageType.stream, 16);
    packet.writeUInt32BE(stream.serial, 20);
    packet.writeInt32BE(MessageStatus.continue, 24);
    packet.set(data, packetMin);
    this.#channel.send(packet);
  }

  sendHole(stream: ServerStream, length: bigint): void {
    this.#send(stream, MessageType.streamHole, MessageStatus.continue, writer =>
      streamHole.encode(writer, { length, flags: 0 }),
    );
  }

  sendOk(stream: ServerStream): void {
    this.#send(stream, MessageType.stream, MessageStatus.ok);
  }

  sendError(stream: ServerStream, error: VirtError): void {
    this.#send(stream, MessageType.stream, MessageStatus.error, writer => encodeError(writer, error));
  }

  writable(): Promise<void> {
    if (this.#channel.isClosed) return Promise.reject(new VirtError('RPC', 'RPC', 'the client is gone'));
    if (this.#channel.outgoing <= sessionBounds.outgoing) return Promise.resolve();
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
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

  #send(stream: ServerStream, type: MessageType, status: MessageStatus, payload?: (writer: XdrWriter) => void): void {
    if (this.#channel.isClosed) return;
    const writer = this.#channel.writer();
    const { programId, programVersion, procedure, serial } = stream;
    const start = beginPacket(writer, programId, programVersion, procedure, type, serial, status);
    payload?.(writer);
    endPacket(writer, start);
  }
}
