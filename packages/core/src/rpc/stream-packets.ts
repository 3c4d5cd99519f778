import type { VirtError } from '@tsvirt/util';
import {
  beginPacket,
  encodeError,
  endPacket,
  MessageStatus,
  MessageType,
  packetMin,
  streamHole,
} from '../protocol/packet.js';
import type { Channel } from './channel.js';

/** Whose packets they are: the header of the call that opened the stream, without type and status. */
export interface StreamId {
  readonly programId: number;
  readonly programVersion: number;
  readonly procedure: number;
  readonly serial: number;
}

/** Sends bytes; none at all mean the end of data. */
export function sendStreamData(channel: Channel, id: StreamId, data: Uint8Array): void {
  // One copy, straight into the packet: the caller may use its buffer again.
  const packet = Buffer.allocUnsafe(packetMin + data.length);
  packet.writeUInt32BE(packet.length, 0);
  packet.writeUInt32BE(id.programId, 4);
  packet.writeUInt32BE(id.programVersion, 8);
  packet.writeInt32BE(id.procedure, 12);
  packet.writeInt32BE(MessageType.stream, 16);
  packet.writeUInt32BE(id.serial, 20);
  packet.writeInt32BE(MessageStatus.continue, 24);
  packet.set(data, packetMin);
  channel.send(packet);
}

export function sendStreamHole(channel: Channel, id: StreamId, length: bigint): void {
  const start = begin(channel, id, MessageType.streamHole, MessageStatus.continue);
  streamHole.encode(channel.writer(), { length, flags: 0 });
  endPacket(channel.writer(), start);
}

/** The client's "finished", or the server's answer to it or to an abort. */
export function sendStreamOk(channel: Channel, id: StreamId): void {
  endPacket(channel.writer(), begin(channel, id, MessageType.stream, MessageStatus.ok));
}

/** The server's failure, or (without an error) the client's abort. */
export function sendStreamError(channel: Channel, id: StreamId, error?: VirtError): void {
  const start = begin(channel, id, MessageType.stream, MessageStatus.error);
  if (error !== undefined) encodeError(channel.writer(), error);
  endPacket(channel.writer(), start);
}

function begin(channel: Channel, id: StreamId, type: MessageType, status: MessageStatus): number {
  return beginPacket(channel.writer(), id.programId, id.programVersion, id.procedure, type, id.serial, status);
}
