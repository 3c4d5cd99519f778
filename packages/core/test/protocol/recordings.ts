import { readdirSync, readFileSync } from 'node:fs';
import { property } from './reference.js';

// Packets between real clients and the daemon of libvirt 9.0.0, one file a session. The first line of each says which
// command was run; numbers past 2^53 are kept as text, which the reference turns into bigint.

/** One recorded packet, and what it means. */
export interface RecordedPacket {
  readonly file: string;
  readonly n: number;
  /** Which of the session's connections carried it. */
  readonly connection: number;
  readonly direction: 'c2s' | 's2c';
  readonly bytes: Buffer;
  readonly program: string;
  readonly procedure: string;
  readonly body: unknown;
  /** Descriptors that came with it; absent for packets that can't have any. */
  readonly fds: number | undefined;
  readonly dataLength: number | undefined;
}

/** One way to misbehave, and how the daemon took it. */
export interface MalformedCase {
  readonly name: string;
  readonly send: Buffer;
  readonly result: 'reply' | 'none' | 'closed';
  /** The message of the error in the reply, where that is one. */
  readonly message: string | undefined;
}

const folder = new URL('../vectors/', import.meta.url);

/** The lines of one recording after its first. */
function lines(file: string): unknown[] {
  const text = readFileSync(new URL(file, folder), 'utf8');
  return text
    .split('\n')
    .filter(line => line !== '')
    .map((line): unknown => JSON.parse(line.replace(/([:[,] ?)(-?\d{16,})(?=[,}\]])/g, '$1"$2"')));
}

/** Every recorded packet that was kept whole. */
export function recordedPackets(): RecordedPacket[] {
  const packets: RecordedPacket[] = [];
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.jsonl') || file === 'malformed.jsonl') continue;
    for (const line of lines(file)) {
      const hex = property(line, 'hex');
      if (typeof hex !== 'string') continue;
      const decoded = property(line, 'decoded');
      const fds = property(decoded, 'fds');
      const dataLength = property(decoded, 'dataLength');
      packets.push({
        file,
        n: Number(property(line, 'n')),
        connection: Number(property(line, 'conn')),
        direction: property(line, 'dir') === 'c2s' ? 'c2s' : 's2c',
        bytes: Buffer.from(hex, 'hex'),
        program: String(property(decoded, 'program')),
        procedure: String(property(decoded, 'procedure')),
        body: property(decoded, 'body'),
        fds: typeof fds === 'number' ? fds : undefined,
        dataLength: typeof dataLength === 'number' ? dataLength : undefined,
      });
    }
  }
  return packets;
}

/** Every recorded misbehaviour. */
export function malformedCases(): MalformedCase[] {
  return lines('malformed.jsonl').flatMap(line => {
    const send = property(line, 'send');
    if (typeof send !== 'string') return [];
    const result = property(line, 'result');
    const message = property(property(property(line, 'decoded'), 'body'), 'message');
    return [
      {
        name: String(property(line, 'case')),
        send: Buffer.from(send, 'hex'),
        result: result === 'reply' || result === 'closed' ? result : 'none',
        message: typeof message === 'string' ? message : undefined,
      },
    ];
  });
}
