import { VirtError } from '@tsvirt/util';
import { expect, test } from 'vitest';
import {
  admin,
  decodeHeader,
  errorMessage,
  lxc,
  MessageStatus,
  MessageType,
  payloadReader,
  type Program,
  qemu,
  remote,
  type XdrReader,
} from '../../src/protocol/index.js';
import { type RecordedPacket, recordedPackets } from './recordings.js';

const programs = new Map<number, Program>([remote, qemu, lxc, admin].map(program => [program.id, program]));

/** How a recorded packet's payload is read; undefined for those without one. */
function decoderOf({ bytes }: RecordedPacket): ((reader: XdrReader) => unknown) | undefined {
  const header = decodeHeader(bytes);
  const program = programs.get(header.program);
  const procedure = program?.procedure(header.procedure);
  if (bytes.length === 28) return undefined;
  if (header.status === MessageStatus.error) return errorMessage.decode;
  if (header.type === MessageType.call) return procedure?.decodeArgs.bind(procedure);
  if (header.type === MessageType.reply) return procedure?.decodeRet.bind(procedure);
  const event = program?.event(header.procedure);
  return header.type === MessageType.message ? event?.decode.bind(event) : undefined;
}

/** One packet of each length that each procedure's calls, replies and events were recorded with: more repeat those. */
const packets = [
  ...new Map(
    recordedPackets().map(packet => [`${packet.procedure} ${packet.direction} ${packet.bytes.length}`, packet]),
  ).values(),
];

/** Nothing but a VirtError may come out, and no more may be kept than the packet could hold. */
function survive(decode: (reader: XdrReader) => unknown, bytes: Buffer, length: number): boolean {
  try {
    decode(payloadReader(bytes, 0, length));
    return true;
  } catch (reason) {
    if (!VirtError.is(reason) || reason.code !== 'RPC') throw reason;
    return false;
  }
}

test('a payload cut anywhere is refused', () => {
  let cuts = 0;
  for (const packet of packets) {
    const decode = decoderOf(packet);
    if (decode === undefined) continue;
    const { length } = packet.bytes;
    const step = Math.max(1, Math.floor((length - 28) / 64));
    for (let end = 28; end < length; end += step) {
      // Less than a word is missing only of padding, which must be there too.
      expect(`${packet.procedure} cut at ${end}: ${survive(decode, packet.bytes, end)}`).toBe(
        `${packet.procedure} cut at ${end}: false`,
      );
      cuts++;
    }
  }
  expect(cuts).toBeGreaterThan(20_000);
});

test('a payload with any word raised is read or refused', () => {
  let refused = 0;
  for (const packet of packets) {
    const decode = decoderOf(packet);
    if (decode === undefined) continue;
    const step = Math.max(4, Math.floor((packet.bytes.length - 28) / 256) * 4);
    for (let at = 28; at + 4 <= packet.bytes.length; at += step) {
      for (const word of [0xffff_ffff, 0x7fff_ffff, 0x0001_0000]) {
        const bytes = Buffer.from(packet.bytes);
        bytes.writeUInt32BE(word, at);
        if (!survive(decode, bytes, bytes.length)) refused++;
      }
    }
  }
  expect(refused).toBeGreaterThan(1000);
});

test('a payload with any byte changed is read or refused', () => {
  for (const packet of packets) {
    const decode = decoderOf(packet);
    if (decode === undefined) continue;
    const step = Math.max(1, Math.floor((packet.bytes.length - 28) / 48));
    for (let at = 28; at < packet.bytes.length; at += step) {
      const bytes = Buffer.from(packet.bytes);
      bytes[at] = (bytes[at] ?? 0) ^ 0x81;
      survive(decode, bytes, bytes.length);
    }
  }
});
