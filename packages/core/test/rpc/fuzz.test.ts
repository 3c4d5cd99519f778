import { readdirSync, readFileSync } from 'node:fs';
import { Duplex } from 'node:stream';
import { setLog, logSettings } from '@tsvirt/util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DriverHandlers } from '../../src/contract/index.js';
import { qemu, remote } from '../../src/protocol/index.js';
import { connectionPrograms, noAuthentication, RpcServer } from '../../src/rpc/index.js';
import { openPackets } from './socket-client.js';
import { TinyDriver } from './tiny-driver.js';

/** Frames to send; the long run is `FUZZ_FRAMES=1000000 npx vitest run packages/core/test/rpc/fuzz`. */
const frames = Number(process.env['FUZZ_FRAMES'] ?? 20_000);
const seed = Number(process.env['FUZZ_SEED'] ?? 1);
/** Frames to one session before it must show that it still answers. */
const round = 20;

/** A small generator with a seed (mulberry32), so that a failure can be run again. */
function generator(state: number): (below: number) => number {
  return below => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

/** The server's side of a connection in memory: what it writes is kept as far as the packets' headers go. */
class MemorySocket extends Duplex {
  readonly replies: { serial: number; procedure: number }[] = [];
  #rest: Buffer = Buffer.alloc(0);

  constructor() {
    super({ allowHalfOpen: false });
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    let rest = Buffer.concat([this.#rest, chunk]);
    while (rest.length >= 28 && rest.length >= rest.readUInt32BE(0)) {
      this.replies.push({ serial: rest.readUInt32BE(20), procedure: rest.readInt32BE(12) });
      rest = rest.subarray(rest.readUInt32BE(0));
    }
    this.#rest = rest;
    done();
  }
}

const recorded = readdirSync(new URL('../vectors/', import.meta.url)).flatMap(file =>
  readFileSync(new URL(`../vectors/${file}`, import.meta.url), 'utf8')
    .split('\n')
    .filter(line => line.includes('"c2s"') || line.includes('"send"'))
    .map(line => JSON.parse(line) as { hex?: string; send?: string; dir?: string })
    .map(({ hex, send }) => Buffer.from(send ?? hex ?? '', 'hex'))
    .filter(frame => frame.length >= 28),
);

const words = [0, 1, 2, 4, 0x7fffffff, 0x80000000, 0xffffffff, 0x400000, 0x400001, 16_384, 16_385, 33, 28, 255];

function mutated(random: (below: number) => number): Buffer {
  const origin = recorded[random(recorded.length)] ?? Buffer.alloc(28);
  let frame: Buffer = Buffer.from(origin);
  let fixLength = true;
  for (let times = random(4); times >= 0; times--) {
    const at = random(frame.length);
    switch (random(7)) {
      case 0:
        frame[at] = random(256);
        break;
      case 1:
        if (at + 4 <= frame.length) frame.writeUInt32BE(words[random(words.length)] ?? 0, at & ~3);
        break;
      case 2:
        frame = frame.subarray(0, Math.max(28, at));
        break;
      case 3:
        frame = Buffer.concat([frame, Buffer.alloc(random(64), random(256))]);
        break;
      case 4:
        frame.writeInt32BE(random(460), 12);
        break;
      case 5:
        frame.writeInt32BE(random(8), 16);
        break;
      default:
        // A broken length ends the session, so not too often.
        fixLength = random(20) !== 0;
    }
  }
  if (fixLength) frame.writeUInt32BE(frame.length, 0);
  return frame;
}

/** Handlers for every procedure: at once, later, failing, streaming. */
function everyHandler(): DriverHandlers {
  const names = [...Object.keys(remote.procedures), ...Object.keys(qemu.procedures)];
  const handlers = Object.fromEntries(
    names.map((name, index) => [
      name,
      (_args: unknown, call: { stream: { serve(run: (stream: AsyncIterable<unknown>) => Promise<void>): void } }) => {
        if (remote.procedures[name as keyof typeof remote.procedures]?.number === undefined) return undefined;
        if (/Upload|Download|OpenConsole|OpenChannel|Screenshot|Tunnel/.test(name)) {
          call.stream.serve(async stream => {
            for await (const _chunk of stream) continue;
          });
          return name === 'domainScreenshot' ? { mime: null } : { cookieOut: new Uint8Array(0) };
        }
        if (index % 3 === 0) return Promise.reject(new Error('no'));
        if (index % 3 === 1) return Promise.resolve(undefined);
        return undefined;
      },
    ]),
  );
  // Names are those of the tables; what they return fits no shape on purpose.
  return handlers as DriverHandlers;
}

const settings = logSettings();
beforeAll(() => setLog({ level: 'error', sinks: [] }));
afterAll(() => setLog(settings));

test(`${frames} mutated frames neither crash nor hang the server, nor make it grow`, { timeout: 600_000 }, async () => {
  const random = generator(seed);
  const server = new RpcServer({ name: 'fuzz' });
  const driver = new TinyDriver(everyHandler());
  const programs = connectionPrograms({ opener: driver, libVersion: 9_000_000 });
  const service = { name: 'memory', programs, authenticator: noAuthentication };
  const turn = () => new Promise(resolve => setImmediate(resolve));
  let sessions = 0;
  let closed = 0;
  let answered = 0;
  let waiting = 0;
  let memory = 0;
  for (let sent = 0; sent < frames; ) {
    const socket = new MemorySocket();
    server.serve(service, socket);
    sessions++;
    let brokenLengths = false;
    for (const packet of openPackets) socket.push(Buffer.from(packet, 'hex'));
    await turn();
    for (let i = 0; i < round && !socket.destroyed && sent < frames; i += 5) {
      const batch = Array.from({ length: 5 }, () => mutated(random));
      brokenLengths ||= batch.some(frame => frame.readUInt32BE(0) !== frame.length);
      sent += batch.length;
      // Cut anywhere, as a socket would.
      const bytes = Buffer.concat(batch);
      const cut = random(bytes.length);
      socket.push(bytes.subarray(0, cut));
      socket.push(bytes.subarray(cut));
      await turn();
    }
    // A length word that promises more swallows the probe as well; every other session answers it or was closed.
    socket.push(Buffer.from('0000001c2000808600000001000000420000000000007a7a00000000', 'hex'));
    for (let tries = 0; tries < 20 && !socket.destroyed; tries++) await turn();
    if (socket.destroyed) closed++;
    else if (socket.replies.some(({ serial, procedure }) => serial === 0x7a7a && procedure === 66)) answered++;
    else if (brokenLengths) waiting++;
    else throw new Error(`session ${sessions} of seed ${seed} no longer answers`);
    socket.destroy();
    driver.requests.length = 0;
    if (sessions === 500) memory = process.memoryUsage().heapUsed;
  }
  await server.close();
  expect(server.clientCount).toBe(0);
  expect(closed + answered + waiting).toBe(sessions);
  // Enough sessions must live through their frames for the test to say something.
  expect(answered).toBeGreaterThan(sessions / 10);
  if (memory > 0) expect(process.memoryUsage().heapUsed - memory).toBeLessThan(256 * 1024 * 1024);
});
