import { VirtError } from '@tsvirt/util';
import { expect, test } from 'vitest';
import { EventHub } from '../../src/contract/index.js';
import type { ConnectionOpener } from '../../src/rpc/index.js';
import { TestServer } from './test-server.js';
import { TinyDriver, testDomain } from './tiny-driver.js';
import { callPacket, openPackets } from './socket-client.js';

const other = { name: 'other', uuid: '01010101-0101-0101-0101-010101010101', id: 2 };

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

test('events come in order to whom they concern', async () => {
  const driver = new TinyDriver();
  await using server = await TestServer.start(driver);
  await using connection = await server.connect();
  await using all = await connection.events('domainLifecycle');
  await using one = await connection.events('domainLifecycle', { dom: other });
  driver.hub.emit('domainLifecycle', { dom: testDomain, event: 3, detail: 0 });
  driver.hub.emit('domainLifecycle', { dom: other, event: 4, detail: 1 });
  expect((await all.next()).value).toEqual({ dom: testDomain, event: 3, detail: 0 });
  expect((await all.next()).value).toEqual({ dom: other, event: 4, detail: 1 });
  expect((await one.next()).value).toEqual({ dom: other, event: 4, detail: 1 });
});

test('leaving the loop ends the subscription at the server', async () => {
  const driver = new TinyDriver();
  await using server = await TestServer.start(driver);
  await using connection = await server.connect();
  const feed = await connection.events('networkLifecycle');
  const net = { name: 'default', uuid: testDomain.uuid };
  driver.hub.emit('networkLifecycle', { net, event: 2, detail: 0 });
  for await (const { event } of feed) {
    expect(event).toBe(2);
    break;
  }
  expect(driver.hub.size).toBe(0);
});

test('a lost connection ends the iteration with its reason, and its subscriptions', async () => {
  const driver = new TinyDriver();
  const server = await TestServer.start(driver);
  const connection = await server.connect();
  const feed = await connection.events('domainReboot');
  expect(driver.hub.size).toBe(1);
  await server[Symbol.asyncDispose]();
  await expect(feed.next()).rejects.toMatchObject({ code: 'RPC' });
  expect(driver.hub.size).toBe(0);
});

test('object kinds without events are not supported', async () => {
  await using server = await TestServer.start(new TinyDriver());
  await using connection = await server.connect();
  await expect(connection.events('secretLifecycle')).rejects.toMatchObject({
    code: 'NO_SUPPORT',
    message: 'this function is not supported by the connection driver: virConnectSecretEventRegisterAny',
  });
});

test('callbacks that do not exist cannot be ended', async () => {
  await using server = await TestServer.start(new TinyDriver());
  await using connection = await server.connect();
  await expect(connection.call.connectDomainEventCallbackDeregisterAny({ callbackID: 9 })).rejects.toMatchObject({
    message: 'internal error: domain event callback 9 not registered',
  });
});

test('an old client gets one message for the connection, without a callback id', async () => {
  const driver = new TinyDriver();
  await using server = await TestServer.start(driver);
  await using client = await server.raw();
  for (const packet of openPackets) await client.ask(packet);
  await client.ask(callPacket(105, 5));
  // Event 16 came after callback ids: old clients cannot have it.
  const refused = await client.ask(callPacket(167, 6, word(16)));
  expect(refused?.toString('latin1')).toContain('unsupported event ID 16');
  driver.hub.emit('domainLifecycle', { dom: testDomain, event: 3, detail: 0 });
  expect((await client.packet())?.toString('hex')).toBe(
    '0000004020008086000000010000006b000000020000000100000000' +
      '00000004746573746695eb01f6a4830479aa97f2502e193f000000010000000300000000',
  );
});

test("QEMU's own events come by name, pattern and case", async () => {
  const driver = new TinyDriver();
  await using server = await TestServer.start(driver);
  await using connection = await server.connect();
  const register = (event: string | null, flags: number) =>
    connection.qemu.connectDomainMonitorEventRegister({ dom: null, event, flags });
  await register('rtc_change', 2);
  await register('^BLOCK_', 1);
  await expect(register('(a+)+$', 1)).rejects.toMatchObject({ code: 'INVALID_ARG' });
  await expect(register(null, 8)).rejects.toMatchObject({ code: 'INVALID_ARG' });
  expect(driver.hub.size).toBe(2);
});

test('the driver’s loss of its hypervisor reaches a client that asked', async () => {
  const driver = new TinyDriver();
  await using server = await TestServer.start(driver);
  await using connection = await server.connect();
  await using feed = await connection.events('connectionClosed');
  driver.lose?.(2);
  expect((await feed.next()).value).toEqual({ reason: 2 });
});

test('one occurrence reaches many clients, each under its own callback id', async () => {
  const driver = new TinyDriver();
  await using server = await TestServer.start(driver, { server: { limits: { maxAnonymousClients: 0 } } });
  const connections = await Promise.all(Array.from({ length: 20 }, () => server.connect()));
  const feeds = await Promise.all(connections.map(connection => connection.events('domainLifecycle')));
  driver.hub.emit('domainLifecycle', { dom: testDomain, event: 5, detail: 1 });
  for (const feed of feeds) expect((await feed.next()).value).toEqual({ dom: testDomain, event: 5, detail: 1 });
  await Promise.all(connections.map(connection => connection.close()));
});

test('events that must be asked for are, once for all who want them, and let go of by the last', async () => {
  const asked: string[] = [];
  const hub = new EventHub({
    objectOf: () => undefined,
    onError: reason => {
      throw reason;
    },
    supply: {
      begin: async name => {
        await Promise.resolve();
        if (name === 'domainWatchdog') throw new VirtError('NO_SUPPORT', 'REMOTE', 'no such events there');
        asked.push(`begin ${name}`);
      },
      end: name => void asked.push(`end ${name}`),
    },
  });
  const driver = new TinyDriver();
  const opener: ConnectionOpener = { open: request => ({ ...driver.open(request), hubFor: () => hub }) };
  await using server = await TestServer.start(opener);
  await using connection = await server.connect();
  const [one, two] = await Promise.all([connection.events('domainLifecycle'), connection.events('domainLifecycle')]);
  expect(asked).toEqual(['begin domainLifecycle']);
  hub.emit('domainLifecycle', { dom: testDomain, event: 3, detail: 0 });
  expect((await two.next()).value).toMatchObject({ event: 3 });
  await one[Symbol.asyncDispose]();
  expect(asked).toEqual(['begin domainLifecycle']);
  await two[Symbol.asyncDispose]();
  expect(asked).toEqual(['begin domainLifecycle', 'end domainLifecycle']);
  await expect(connection.events('domainWatchdog')).rejects.toMatchObject({ code: 'NO_SUPPORT', domain: 'REMOTE' });
  expect(hub.size).toBe(0);
});
