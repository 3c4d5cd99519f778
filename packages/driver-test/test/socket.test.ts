import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '@tsvirt/core';
import { declined } from '@tsvirt/core/contract';
import { DomainEventType } from '@tsvirt/core/protocol';
import { type ConnectionOpener, connectionPrograms, noAuthentication, RpcServer } from '@tsvirt/core/rpc';
import { VirtError, VirUri } from '@tsvirt/util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startDriver } from './test-connection.js';

let folder: string;
let server: RpcServer;
let socket: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'driver-test-'));
  socket = join(folder, 'socket');
  const driver = await startDriver();
  const opener: ConnectionOpener = {
    async open({ uri, readOnly, identity, signal }) {
      const connection = await driver.open({ uri: VirUri.parse(uri ?? ''), readOnly, identity, signal });
      if (connection === declined) throw new VirtError('NO_CONNECT', 'NONE', `nobody serves ${uri}`);
      const { handlers, events } = connection;
      return { uri: uri ?? '', driverName: 'TEST', handlers, hubFor: () => events, close: () => connection.close?.() };
    },
  };
  server = new RpcServer({ name: 'test' });
  const programs = connectionPrograms({ opener, libVersion: 9_000_000 });
  await server.listen({ name: 'unix', programs, authenticator: noAuthentication }, { kind: 'unix', path: socket });
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

test('a client on a socket drives domains and hears of what another does', async () => {
  await using watcher = await connect('test:///default', { socket });
  await using worker = await connect('test:///default', { socket });
  await using feed = await watcher.events('domainLifecycle');
  const xml = "<domain type='test'><name>far</name><memory>65536</memory><os><type>hvm</type></os></domain>";
  const { dom } = await worker.call.domainCreateXML({ xmlDesc: xml, flags: 0 });
  const { value } = await feed.next();
  expect(value).toMatchObject({ dom, event: DomainEventType.started });
  expect((await watcher.call.connectListAllDomains({ flags: 0 })).domains.map(({ name }) => name)).toEqual([
    'test',
    'far',
  ]);
});

test('what the mock does not serve is answered as not supported', async () => {
  await using client = await connect('test:///default', { socket });
  const { dom } = await client.call.domainLookupByName({ name: 'test' });
  await expect(client.call.domainGetJobInfo({ dom })).rejects.toMatchObject({ code: 'NO_SUPPORT' });
});

test('a read-only client looks but does not touch', async () => {
  await using client = await connect('test:///default', { socket, readOnly: true });
  const { dom } = await client.call.domainLookupByName({ name: 'test' });
  await expect(client.call.domainDestroy({ dom })).rejects.toMatchObject({ code: 'OPERATION_DENIED' });
});
