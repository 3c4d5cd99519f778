import { closeSync, openSync, readSync, writeFileSync } from 'node:fs';
import { mkdtemp, readdir, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasNative } from '@tsvirt/util/host';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { remote } from '../../src/protocol/index.js';
import { RpcClient } from '../../src/rpc/index.js';
import { callPacket, openPackets } from './socket-client.js';
import { TestServer } from './test-server.js';
import { TinyDriver, testDomain } from './tiny-driver.js';

function contentOf(fd: number): string {
  const buffer = Buffer.alloc(100);
  return buffer.toString('utf8', 0, readSync(fd, buffer, 0, 100, 0));
}

const word = (value: number) => Buffer.from([0, 0, 0, value]);

describe.skipIf(!hasNative())('descriptors (needs native calls, which this host lacks)', () => {
  let folder: string;
  const open = (name: string, content: string) => {
    writeFileSync(join(folder, name), content);
    return openSync(join(folder, name), 'r');
  };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tsvirt-fds-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('travel with calls and replies, and none leaks', async () => {
    const contents: string[][] = [];
    const driver = new TinyDriver({
      domainFDAssociate: (_, { fds }) => {
        contents.push(fds.map(contentOf));
        for (const fd of fds) closeSync(fd);
      },
      domainOpenGraphicsFD: (_, call) => call.replyFds([open('reply', 'for the client')]),
    });
    await using server = await TestServer.start(driver);
    await using connection = await server.connect();
    const associate = (...names: string[]) =>
      connection.callFully(
        'domainFDAssociate',
        { dom: testDomain, name: 'group', flags: 0 },
        { fds: names.map(name => open(name, `content of ${name}`)) },
      );
    await associate('a');
    const before = (await readdir('/proc/self/fd')).length;
    // Pipelined with ordinary calls: each descriptor must stay with its packet.
    const calls = Array.from({ length: 50 }, (_, i) => [
      associate(`x${i}`, `y${i}`, `z${i}`),
      connection.call.connectGetHostname({}),
    ]);
    await Promise.all(calls.flat());
    expect(contents[50]).toEqual(['content of x49', 'content of y49', 'content of z49']);
    const reply = await connection.callFully('domainOpenGraphicsFD', { dom: testDomain, idx: 0, flags: 0 });
    expect(reply.fds.map(contentOf)).toEqual(['for the client']);
    for (const fd of reply.fds) closeSync(fd);
    while ((await readdir('/proc/self/fd')).length > before) await new Promise(resolve => setImmediate(resolve));
  });

  test('come with the first reply that has any', async () => {
    const driver = new TinyDriver({
      domainOpenGraphicsFD: (_, call) => call.replyFds([open('first', 'for the client')]),
    });
    await using server = await TestServer.start(driver);
    for (let round = 0; round < 5; round++) {
      await using connection = await server.connect();
      const { fds } = await connection.callFully('domainOpenGraphicsFD', { dom: testDomain, idx: 0, flags: 0 });
      expect(fds.map(contentOf)).toEqual(['for the client']);
      for (const fd of fds) closeSync(fd);
    }
  });

  test('that no procedure takes are closed', async () => {
    await using server = await TestServer.start(new TinyDriver());
    await using connection = await server.connect();
    const fds = Array.from({ length: 3 }, (_, i) => open(`unwanted${i}`, ''));
    const call = connection.callFully('domainFDAssociate', { dom: testDomain, name: '', flags: 0 }, { fds });
    await expect(call).rejects.toMatchObject({ code: 'NO_SUPPORT' });
    // A call that takes none gets them pushed all the same.
    await using rpc = await RpcClient.connect({ path: server.path }, { programs: [remote] });
    await rpc.call(remote, 'authList', {});
    await rpc.call(remote, 'connectOpen', { name: null, flags: 0 });
    await rpc.call(remote, 'connectSupportsFeature', { feature: 8 });
    await rpc.call(remote, 'connectGetHostname', {}, { fds: [open('unwanted3', '')] });
    // Closing is the system's business, off this thread: the next turns see it.
    const isOpen = async () => {
      const links = await Promise.all(
        (await readdir('/proc/self/fd')).map(fd => readlink(`/proc/self/fd/${fd}`).catch(() => '')),
      );
      return links.some(link => link.includes('unwanted'));
    };
    while (await isOpen()) await new Promise(resolve => setImmediate(resolve));
  });

  test('that were announced and never come end the connection, not the server', async () => {
    await using server = await TestServer.start(new TinyDriver());
    await using client = await server.raw();
    for (const packet of openPackets) await client.ask(packet);
    expect((await client.ask(callPacket(60, 3, word(8))))?.readUInt32BE(28)).toBe(1);
    const packet = callPacket(59, 4, word(2));
    packet.writeInt32BE(4, 16);
    client.send(packet);
    // Bytes without a descriptor on them.
    client.send('0000');
    expect(await client.packet()).toBeUndefined();
  });

  test('that were not agreed on end the connection', async () => {
    await using server = await TestServer.start(new TinyDriver());
    await using client = await server.raw();
    for (const packet of openPackets) await client.ask(packet);
    const packet = callPacket(59, 4, word(1));
    packet.writeInt32BE(4, 16);
    client.send(packet);
    expect(await client.packet()).toBeUndefined();
  });

  test('are not offered over TCP', async () => {
    await using server = await TestServer.start(new TinyDriver());
    const { connect } = await import('../../src/index.js');
    const { connectionPrograms, noAuthentication } = await import('../../src/rpc/index.js');
    const programs = connectionPrograms({ opener: new TinyDriver(), libVersion: 1 });
    const service = { name: 'tcp', programs, authenticator: noAuthentication };
    const listener = await server.server.listen(service, { kind: 'tcp', host: '127.0.0.1', port: 0 });
    await using connection = await connect(`test+tcp://${listener.address}/default`);
    expect(await connection.call.connectSupportsFeature({ feature: 8 })).toEqual({ supported: 0 });
    expect(server.server.clients[0]?.identity.address).toMatch(/^127\.0\.0\.1;\d+$/);
  });
});
