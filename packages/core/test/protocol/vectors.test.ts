import { VirtError } from '@tsvirt/util';
import { describe, expect, test } from 'vitest';
import {
  admin,
  beginPacket,
  decodeError,
  decodeFdCount,
  decodeHeader,
  encodeError,
  encodePacket,
  endPacket,
  errorMessage,
  keepalive,
  lxc,
  MessageStatus,
  MessageType,
  type PacketHeader,
  packetLengthOk,
  payloadReader,
  type Program,
  qemu,
  remote,
  streamHole,
  type WireValue,
  type XdrReader,
  XdrWriter,
} from '../../src/protocol/index.js';
import { descriptions, fieldsOf, type FieldText, tableName } from './description.js';
import { malformedCases, type RecordedPacket, recordedPackets } from './recordings.js';
import { recordedStruct } from './reference.js';

const programs = new Map<number, Program>([remote, qemu, lxc, admin, keepalive].map(program => [program.id, program]));
const packets = recordedPackets();

/** How the payload of a packet is read and written, and what the recording says it holds. */
interface Payload {
  readonly decode: (reader: XdrReader) => WireValue;
  readonly encode: (writer: XdrWriter, value: WireValue) => void;
  readonly fields: readonly FieldText[];
}

const errorFields = fieldsOf('remote', 'error');
const holeFields: readonly FieldText[] = [
  { name: 'length', type: 'hyper' },
  { name: 'flags', type: 'uint' },
];

/** The payload of a packet that has a struct; undefined for raw stream data and empty packets. */
function payloadOf(header: PacketHeader, program: Program): Payload | undefined {
  const described = descriptions[program.name]?.procedures.find(entry => entry.number === header.procedure);
  const procedure = program.procedure(header.procedure);
  if (header.status === MessageStatus.error && header.type !== MessageType.call)
    return { decode: errorMessage.decode, encode: (w, v) => errorMessage.encode(w, asError(v)), fields: errorFields };
  switch (header.type) {
    case MessageType.call:
    case MessageType.callWithFds:
      if (procedure === undefined || described === undefined) return undefined;
      return {
        decode: r => procedure.decodeArgs(r),
        encode: (w, v) => procedure.encodeArgs(w, v),
        fields: fieldsOf(program.name, described.args),
      };
    case MessageType.reply:
    case MessageType.replyWithFds:
      if (procedure === undefined || described === undefined) return undefined;
      return {
        decode: r => procedure.decodeRet(r),
        encode: (w, v) => procedure.encodeRet(w, v),
        fields: fieldsOf(program.name, described.ret),
      };
    case MessageType.message: {
      const event = program.event(header.procedure);
      if (event === undefined || described === undefined) return undefined;
      return {
        decode: r => event.decode(r),
        encode: (w, v) => event.encode(w, v),
        fields: fieldsOf(program.name, described.args),
      };
    }
    case MessageType.streamHole:
      return { decode: streamHole.decode, encode: (w, v) => streamHole.encode(w, asHole(v)), fields: holeFields };
    default:
      return undefined;
  }
}

// What the codec itself decoded is what it encodes again.
const asError = (value: WireValue) => value as Parameters<typeof errorMessage.encode>[1];
const asHole = (value: WireValue) => value as Parameters<typeof streamHole.encode>[1];

function check(packet: RecordedPacket): 'struct' | 'stream' | 'empty' {
  const { bytes } = packet;
  expect(bytes.readUInt32BE(0)).toBe(bytes.length);
  const header = decodeHeader(bytes);
  const program = programs.get(header.program);
  if (program === undefined) throw new Error(`program ${header.program}`);
  expect(program.name).toBe(packet.program);
  const described = descriptions[program.name]?.procedures.find(entry => entry.name === packet.procedure);
  const entry = program.procedure(header.procedure) ?? program.event(header.procedure);
  expect(entry?.name).toBe(described === undefined ? undefined : tableName(described));
  const reader = payloadReader(bytes, 0, bytes.length);
  const withFds = header.type === MessageType.callWithFds || header.type === MessageType.replyWithFds;
  const fds = withFds ? decodeFdCount(reader) : undefined;
  expect(fds).toBe(packet.fds);
  const payload = payloadOf(header, program);
  if (payload === undefined || reader.remaining === 0) {
    const data = bytes.subarray(reader.position);
    expect(data.length).toBe(packet.dataLength ?? 0);
    const again = encodePacket(header, w => {
      if (fds !== undefined) w.uint(fds);
      w.bytes(data);
    });
    expect(again.equals(bytes)).toBe(true);
    return data.length === 0 ? 'empty' : 'stream';
  }
  const value = payload.decode(reader);
  expect(reader.remaining).toBe(0);
  expect(value).toEqual(recordedStruct(program.name, payload.fields, packet.body));
  const encoded = encodePacket(header, w => {
    if (fds !== undefined) w.uint(fds);
    payload.encode(w, value);
  });
  expect(encoded.toString('hex')).toBe(bytes.toString('hex'));
  return 'struct';
}

describe('recorded packets', () => {
  const files = [...new Set(packets.map(packet => packet.file))];
  const counts = { struct: 0, stream: 0, empty: 0 };

  test.each(files)('%s: each means what was recorded, and encodes to the same bytes', file => {
    for (const packet of packets.filter(candidate => candidate.file === file)) {
      try {
        counts[check(packet)]++;
      } catch (reason) {
        throw new Error(`${file}, packet ${packet.n} (${packet.procedure})`, { cause: reason });
      }
    }
  });

  test('all of them were looked at', () => {
    console.log(`recorded packets: ${JSON.stringify({ files: files.length, ...counts })}`);
    expect(counts.struct + counts.stream + counts.empty).toBe(packets.length);
    expect(packets.length).toBeGreaterThan(4000);
  });

  test('recorded errors survive as VirtError to the byte', () => {
    let seen = 0;
    for (const { bytes, file, n } of packets) {
      const header = decodeHeader(bytes);
      if (header.status !== MessageStatus.error || bytes.length === 28) continue;
      const error = decodeError(payloadReader(bytes, 0, bytes.length));
      expect(VirtError.is(error)).toBe(true);
      const again = encodePacket(header, w => encodeError(w, error));
      expect(`${file} ${n} ${again.toString('hex')}`).toBe(`${file} ${n} ${bytes.toString('hex')}`);
      seen++;
    }
    expect(seen).toBeGreaterThan(100);
  });
});

describe('malformed packets', () => {
  test.each(malformedCases().map(entry => [entry.name, entry] as const))('%s', (_, { send, result, message }) => {
    if (send.length < 28) return;
    const length = send.readUInt32BE(0);
    if (!packetLengthOk(length)) {
      expect(result).toBe('closed');
      return;
    }
    const header = decodeHeader(send);
    const program = programs.get(header.program);
    const procedure = program?.version === header.version ? program.procedure(header.procedure) : undefined;
    if (header.type !== MessageType.call || procedure === undefined || send.length < length) return;
    const decode = () => procedure.decodeArgs(payloadReader(send, 0, length));
    if (message === 'Unable to decode message payload') expect(decode).toThrow(message);
    else if (result === 'reply') expect(decode).not.toThrow();
  });
});

test('a packet that is too long is refused and leaves the writer as it was', () => {
  const writer = new XdrWriter();
  writer.int(7);
  const start = beginPacket(writer, remote.id, 1, 1, MessageType.reply, 1, MessageStatus.ok);
  writer.bytes(new Uint8Array(33_554_432 - 23));
  expect(() => endPacket(writer, start)).toThrow(VirtError);
  expect(writer.length).toBe(4);
});
