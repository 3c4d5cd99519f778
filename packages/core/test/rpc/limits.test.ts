import net from 'node:net';
import { deferred, VirtError } from '@tsvirt/util';
import { afterEach, expect, test, vi } from 'vitest';
import { callPacket, openPackets, SocketClient } from './socket-client.js';
import { TestServer } from './test-server.js';
import { TinyDriver, testDomain } from './tiny-driver.js';

afterEach(() => {
  vi.useRealTimers();
});

const [authList] = openPackets;

/** Lets the event loop turn until something holds. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(resolve => setImmediate(resolve));
}

test('clients over max_clients wait until a place is free', async () => {
  await using server = await TestServer.start(new TinyDriver(), { server: { limits: { maxClients: 2 } } });
  const first = await server.connect();
  await using _second = await server.connect();
  const third = server.connect();
  await until(() => server.server.clientCount === 2);
  await first.close();
  await (await third).close();
});

test('clients over max_queued_clients are turned away', async () => {
  const limits = { maxClients: 1, maxQueuedClients: 1 };
  await using server = await TestServer.start(new TinyDriver(), { server: { limits } });
  await using _served = await server.connect();
  await using _queued = await server.raw();
  await using refused = await server.raw();
  expect(await refused.packet()).toBeUndefined();
});

test('anonymous clients over max_anonymous_clients wait until one is authenticated', async () => {
  await using server = await TestServer.start(new TinyDriver(), { server: { limits: { maxAnonymousClients: 1 } } });
  await using first = await server.raw();
  await until(() => server.server.anonymousCount === 1);
  await using second = await server.raw();
  second.send(authList);
  await first.ask(authList);
  expect((await second.packet())?.readUInt32BE(24)).toBe(0);
});

test('a raised limit lets those in who wait', async () => {
  await using server = await TestServer.start(new TinyDriver(), { server: { limits: { maxClients: 1 } } });
  await using _first = await server.connect();
  const second = server.connect();
  await until(() => server.server.clientCount === 1);
  server.server.setLimits({ maxClients: 2 });
  await (await second).close();
});

test('a client that never authenticates loses its place', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  await using server = await TestServer.start(new TinyDriver());
  await using client = await server.raw();
  await until(() => server.server.anonymousCount === 1);
  vi.advanceTimersByTime(60_000);
  expect(await client.packet()).toBeUndefined();
});

test('a client that does not read its replies is not read from', async () => {
  const hostname = 'x'.repeat(1_000_000);
  let asked = 0;
  const driver = new TinyDriver({
    connectGetHostname: () => {
      asked++;
      return { hostname };
    },
  });
  await using server = await TestServer.start(driver);
  const socket = net.connect({ path: server.path });
  await using client = new SocketClient(socket);
  for (const packet of openPackets) await client.ask(packet);
  socket.pause();
  for (let serial = 0; serial < 60; serial++) client.send(callPacket(59, serial));
  for (let quiet = 0, before = -1; quiet < 50; quiet = asked === before ? quiet + 1 : 0) {
    before = asked;
    await new Promise(resolve => setImmediate(resolve));
  }
  expect(asked).toBeLessThan(10);
  socket.resume();
  for (let serial = 0; serial < 60; serial++) expect((await client.packet())?.readUInt32BE(20)).toBe(serial);
});

test('a client that does not read its events is disconnected', async () => {
  const driver = new TinyDriver();
  await using server = await TestServer.start(driver);
  const socket = net.connect({ path: server.path });
  await using client = new SocketClient(socket);
  for (const packet of openPackets) await client.ask(packet);
  await client.ask(callPacket(105, 5));
  socket.pause();
  const dom = { ...testDomain, name: 'n'.repeat(100_000) };
  for (let i = 0; i < 200 && server.server.clientCount > 0; i++) {
    driver.hub.emit('domainLifecycle', { dom, event: 3, detail: 0 });
    await new Promise(resolve => setImmediate(resolve));
  }
  expect(server.server.clientCount).toBe(0);
  expect(driver.hub.size).toBe(0);
});

test('a disconnect in the middle of a packet is the end of the client, not of the server', async () => {
  const driver = new TinyDriver();
  await using server = await TestServer.start(driver);
  {
    await using client = await server.raw();
    for (const packet of openPackets) await client.ask(packet);
    client.send(callPacket(59, 1).subarray(0, 20));
  }
  await until(() => server.server.clientCount === 0);
  expect(driver.closed).toBe(1);
  await using connection = await server.connect();
  expect(await connection.call.connectGetHostname({})).toEqual({ hostname: 'vmhost' });
});

test('a length word alone allocates nothing', async () => {
  await using server = await TestServer.start(new TinyDriver());
  const before = process.memoryUsage().arrayBuffers;
  const clients = await Promise.all(Array.from({ length: 10 }, () => server.raw()));
  for (const client of clients) client.send('02000004200080860000');
  await until(() => server.server.clients.every(({ channel }) => channel.lastSignOfLifeMs > 0));
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 1024 * 1024);
  for (const client of clients) await client[Symbol.asyncDispose]();
});

test('bytes one by one are the same packets', async () => {
  await using server = await TestServer.start(new TinyDriver());
  await using client = await server.raw();
  const bytes = Buffer.concat([
    ...openPackets.map(hex => Buffer.from(hex, 'hex')),
    callPacket(59, 7),
    callPacket(59, 8),
  ]);
  for (const byte of bytes) {
    client.send(Buffer.from([byte]));
    await new Promise(resolve => setImmediate(resolve));
  }
  const serials = [];
  for (let i = 0; i < 4; i++) serials.push((await client.packet())?.readUInt32BE(20));
  expect(serials).toEqual([0, 1, 7, 8]);
});

test('a silent client is asked, and given up when it does not answer', async () => {
  const limits = { keepaliveInterval: 0.02, keepaliveCount: 2 };
  await using server = await TestServer.start(new TinyDriver(), { server: { limits } });
  await using client = await server.raw();
  for (const packet of openPackets) await client.ask(packet);
  const feature = Buffer.alloc(4);
  feature.writeInt32BE(10);
  await client.ask(callPacket(60, 3, feature));
  const ping = '0000001c6b6565700000000100000001000000020000000000000000';
  expect((await client.packet())?.toString('hex')).toBe(ping);
  expect((await client.packet())?.toString('hex')).toBe(ping);
  expect(await client.packet()).toBeUndefined();
});

test('a client that answers stays, and one that did not agree is not asked', async () => {
  const limits = { keepaliveInterval: 0.02, keepaliveCount: 5 };
  await using server = await TestServer.start(new TinyDriver(), { server: { limits } });
  await using agreed = await server.connect({ keepaliveIntervalMs: 0 });
  await using silent = await server.raw();
  for (const packet of openPackets) await silent.ask(packet);
  await new Promise(resolve => setTimeout(resolve, 200));
  expect(await agreed.call.connectGetHostname({})).toEqual({ hostname: 'vmhost' });
  expect((await silent.ask(callPacket(59, 9)))?.readUInt32BE(20)).toBe(9);
});

test('a client notices that its server is silent', async () => {
  const accepted: net.Socket[] = [];
  // Answers the start of a connection as recorded, then nothing.
  const replies = [
    '000000242000808600000001000000420000000100000000000000000000000100000000',
    '0000002020008086000000010000003c00000001000000010000000000000001',
    '0000001c200080860000000100000001000000010000000200000000',
    '0000002020008086000000010000003c00000001000000030000000000000001',
  ];
  const server = net.createServer(socket => {
    accepted.push(socket);
    socket.on('data', () => {
      const reply = replies.shift();
      if (reply !== undefined) socket.write(Buffer.from(reply, 'hex'));
    });
  });
  const listening = deferred();
  server.listen({ host: '127.0.0.1', port: 0 }, () => listening.resolve());
  await listening.promise;
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const { connect } = await import('../../src/index.js');
  const connection = await connect(`test+tcp://127.0.0.1:${port}/default`, { keepaliveIntervalMs: 10 });
  const call = connection.call.connectGetHostname({});
  await expect(call).rejects.toMatchObject({ message: 'the server did not answer keepalive messages' });
  expect(VirtError.is(await connection.closed)).toBe(true);
  for (const socket of accepted) socket.destroy();
  server.close();
});

test('a socket whose path is longer than the system allows is refused, not bound under a shorter name', async () => {
  await using server = await TestServer.start(new TinyDriver());
  const programs = [] as const;
  const path = `${server.path}-${'x'.repeat(108)}`;
  await expect(server.server.listen({ name: 'unix', programs }, { kind: 'unix', path })).rejects.toMatchObject({
    code: 'SYSTEM_ERROR',
    detail: expect.stringContaining(path),
  });
});
