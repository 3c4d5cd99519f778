import { Duplex } from 'node:stream';
import { afterAll, bench, describe } from 'vitest';
import { connectionPrograms, noAuthentication, RpcServer } from '../src/rpc/index.js';
import { callPacket, openPackets } from '../test/rpc/socket-client.js';
import { TinyDriver, testDomain } from '../test/rpc/tiny-driver.js';

// Run with: npx vitest bench packages/core/bench --run
// The server's own cost, from a packet's bytes to its reply's, without a socket.

/** A connection in memory that counts what the server writes. */
class Sink extends Duplex {
  written = 0;
  override _read(): void {}
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.written += chunk.length;
    done();
  }
}

const args = Buffer.from('00000004746573746695eb01f6a4830479aa97f2502e193f00000001', 'hex');
const getInfo = callPacket(16, 7, args);
const hundredCalls = Buffer.concat(Array.from({ length: 100 }, () => getInfo));

const driver = new TinyDriver();
const later = new TinyDriver({
  domainGetInfo: () => Promise.resolve({ state: 1, maxMem: 1n, memory: 1n, nrVirtCpu: 1, cpuTime: 0n }),
});
const server = new RpcServer({ name: 'bench', limits: { maxAnonymousClients: 0, maxClientRequests: 200 } });

async function opened(opener: TinyDriver): Promise<Sink> {
  const programs = connectionPrograms({ opener, libVersion: 9_000_000 });
  const sink = new Sink();
  server.serve({ name: 'bench', programs, authenticator: noAuthentication }, sink);
  for (const packet of openPackets) sink.push(Buffer.from(packet, 'hex'));
  await new Promise(resolve => setImmediate(resolve));
  return sink;
}

const atOnce = await opened(driver);
const afterwards = await opened(later);
const subscribers = await Promise.all(Array.from({ length: 100 }, () => opened(driver)));
// A registration without a domain: all of them, lifecycle events.
for (const sink of subscribers) sink.push(callPacket(316, 9, Buffer.alloc(8)));
await new Promise(resolve => setImmediate(resolve));
afterAll(() => server.close());

/** Pushes packets and waits until the server wrote this many bytes. */
async function exchange(sink: Sink, packets: Buffer, replyBytes: number): Promise<void> {
  const wanted = sink.written + replyBytes;
  sink.push(packets);
  while (sink.written < wanted) await new Promise(resolve => setImmediate(resolve));
}

describe('domainGetInfo', () => {
  bench('100 calls in one read, answered at once', () => exchange(atOnce, hundredCalls, 100 * 60));
  bench('100 calls in one read, answered later', () => exchange(afterwards, hundredCalls, 100 * 60));
});

describe('events', () => {
  bench('one lifecycle event to 100 clients', async () => {
    const last = subscribers.at(-1);
    const wanted = (last?.written ?? 0) + 68;
    driver.hub.emit('domainLifecycle', { dom: testDomain, event: 3, detail: 0 });
    while ((last?.written ?? wanted) < wanted) await new Promise(resolve => setImmediate(resolve));
  });
});
