import { VirtError, type WireError } from '@tsvirt/util';
import { optDomain, optNetwork } from './objects.js';
import { optText } from './text.js';
import { hyper, int, struct, tooLong, type TypeOf, uint, undecodable, type Xdr } from './xdr.js';
import { XdrReader } from './xdr-reader.js';
import { XdrWriter } from './xdr-writer.js';

// A packet: the length word (of the whole packet, itself included), the header of six words, for packets with file
// descriptors their number, then the payload. Numbers as in libvirt's virnetprotocol.

/** Bytes of the length word. */
export const lengthWordSize = 4;
/** Bytes of the header. */
export const headerSize = 24;
/** The smallest value of the length word: a header without payload. */
export const packetMin = lengthWordSize + headerSize;
/** Bytes of the longest message without its length word. */
export const messageMax = 33_554_432;
/** The largest value of the length word. */
export const packetMax = lengthWordSize + messageMax;
/** Bytes of the longest payload. */
export const payloadMax = messageMax - headerSize;
/** What real peers put into one stream packet at most; older ones refuse more. */
export const streamChunkMax = 262_120;
/** File descriptors in one packet. */
export const fdsMax = 32;

/** What a packet is (`virNetMessageType`). */
export const MessageType = {
  call: 0,
  reply: 1,
  message: 2,
  stream: 3,
  callWithFds: 4,
  replyWithFds: 5,
  streamHole: 6,
} as const;
export type MessageType = (typeof MessageType)[keyof typeof MessageType];

/** How a packet is meant (`virNetMessageStatus`): in order, a failure, or stream data that goes on. */
export const MessageStatus = { ok: 0, error: 1, continue: 2 } as const;
export type MessageStatus = (typeof MessageStatus)[keyof typeof MessageStatus];

/** The six words in front of every payload. `type` and `status` may be any number until checked. */
export interface PacketHeader {
  readonly program: number;
  readonly version: number;
  readonly procedure: number;
  readonly type: number;
  /** Chosen by the caller; the reply and the packets of the call's stream repeat it. */
  readonly serial: number;
  readonly status: number;
}

/**
 * The header of the packet whose length word is at `offset`; the caller made sure that `packetMin` bytes are there.
 * @returns the header; the payload begins at `offset + packetMin`
 */
export function decodeHeader(buffer: Buffer, offset = 0): PacketHeader {
  return {
    program: buffer.readUInt32BE(offset + 4),
    version: buffer.readUInt32BE(offset + 8),
    procedure: buffer.readInt32BE(offset + 12),
    type: buffer.readInt32BE(offset + 16),
    serial: buffer.readUInt32BE(offset + 20),
    status: buffer.readInt32BE(offset + 24),
  };
}

/** Whether a length word is one that a packet can have. A peer that sends another has lost step: close. */
export function packetLengthOk(length: number): boolean {
  return length >= packetMin && length <= packetMax;
}

/**
 * Starts a packet: length word (filled in by `endPacket`) and header.
 * @returns where the packet begins in the writer
 */
export function beginPacket(
  writer: XdrWriter,
  program: number,
  version: number,
  procedure: number,
  type: MessageType,
  serial: number,
  status: MessageStatus,
): number {
  const start = writer.length;
  writer.int(0);
  writer.uint(program);
  writer.uint(version);
  writer.int(procedure);
  writer.int(type);
  writer.uint(serial);
  writer.int(status);
  return start;
}

/**
 * Ends the packet that began at `start`: fills in its length.
 * @throws RPC when it is too long; the writer is then back at `start`
 */
export function endPacket(writer: XdrWriter, start: number): void {
  const length = writer.length - start;
  if (length > packetMax) {
    writer.reset(start);
    throw tooLong('message', length - lengthWordSize, messageMax);
  }
  writer.patch(start, length);
}

/** A whole packet of its own. `payload` writes what comes after the header. */
export function encodePacket(header: PacketHeader, payload?: (writer: XdrWriter) => void): Buffer {
  const writer = new XdrWriter(payload === undefined ? packetMin : 1024);
  writer.int(0);
  writer.uint(header.program);
  writer.uint(header.version);
  writer.int(header.procedure);
  writer.int(header.type);
  writer.uint(header.serial);
  writer.int(header.status);
  payload?.(writer);
  endPacket(writer, 0);
  return writer.view();
}

/** A reader over the payload of the packet at `offset` of that length (its length word). */
export function payloadReader(buffer: Buffer, offset: number, length: number): XdrReader {
  return new XdrReader(buffer, offset + packetMin, offset + length);
}

/**
 * The number of file descriptors in front of the payload of a packet with descriptors.
 * @throws RPC when there are more than a packet may have: the connection can't go on
 */
export function decodeFdCount(reader: XdrReader): number {
  const count = reader.uint();
  if (count > fdsMax) throw undecodable(`${count} file descriptors, at most ${fdsMax}`);
  return count;
}

const errorMessageShape = struct({
  code: int,
  domain: int,
  message: optText,
  level: int,
  dom: optDomain,
  str1: optText,
  str2: optText,
  str3: optText,
  int1: int,
  int2: int,
  net: optNetwork,
});
/** An error as it travels. Servers leave `dom` and `net` null. */
export interface ErrorMessage extends TypeOf<typeof errorMessageShape> {}
export const errorMessage: Xdr<ErrorMessage> = errorMessageShape;

/** Writes an error as the payload of a failed reply or an aborted stream. */
export function encodeError(writer: XdrWriter, error: VirtError): void {
  const { code, domain, message, level, str1, str2, str3, int1, int2 } = error.toWire();
  errorMessage.encode(writer, {
    code,
    domain,
    message: message ?? null,
    level,
    dom: null,
    str1: str1 ?? null,
    str2: str2 ?? null,
    str3: str3 ?? null,
    int1,
    int2,
    net: null,
  });
}

/** Reads the error out of a failed reply or an aborted stream. The objects it may name are dropped. */
export function decodeError(reader: XdrReader): VirtError {
  const said = errorMessage.decode(reader);
  const wire: WireError = {
    code: said.code,
    domain: said.domain,
    message: said.message ?? undefined,
    level: said.level,
    str1: said.str1 ?? undefined,
    str2: said.str2 ?? undefined,
    str3: said.str3 ?? undefined,
    int1: said.int1,
    int2: said.int2,
  };
  return VirtError.fromWire(wire);
}

const streamHoleShape = struct({ length: hyper, flags: uint });
/** A run of zeros in a stream, `length` bytes of it, in place of the data. `flags` is 0. */
export interface StreamHole extends TypeOf<typeof streamHoleShape> {}
export const streamHole: Xdr<StreamHole> = streamHoleShape;
