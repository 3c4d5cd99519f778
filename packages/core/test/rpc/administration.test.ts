import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { promisify } from 'node:util';
import { type LogOutput, logSettings, setLog } from '@tsvirt/util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RpcConnection } from '../../src/index.js';
import { admin } from '../../src/protocol/index.js';
import { adminPrograms, RpcClient, RpcServer } from '../../src/rpc/index.js';
import { TestServer } from './test-server.js';
import { TinyDriver } from './tiny-driver.js';

const run = promisify(execFile);
const virtAdmin = '/usr/bin/virt-admin';
const hasVirtAdmin = await access(virtAdmin).then(
  () => true,
  () => false,
);

describe('the admin interface', () => {
  let server: TestServer;
  let connection: RpcConnection;
  let rpc: RpcClient;
  let path: string;
  let outputs: readonly LogOutput[] = [{ kind: 'file', path: '/var/log/x.log', level: 'warning' }];
  const asked: unknown[] = [];
  const before = logSettings();
  const adminServer = new RpcServer({ name: 'admin', workers: { priority: 0 } });
  const client = () => rpc.proxy(admin);

  beforeAll(async () => {
    server = await TestServer.start(new TinyDriver());
    connection = await server.connect();
    path = `${server.path}-admin`;
    const programs = adminPrograms({
      servers: [adminServer, server.server],
      libVersion: 9_000_000,
      logOutputs: {
        get current() {
          return outputs;
        },
        change: wanted => {
          outputs = wanted ?? [];
          return Promise.resolve();
        },
      },
      setIdleTimeout: seconds => asked.push(seconds),
      shutdown: options => asked.push(options),
    });
    await adminServer.listen({ name: 'admin', programs }, { kind: 'unix', path, mode: 0o700 });
    rpc = await RpcClient.connect({ path }, { programs: [admin] });
    await client().connectOpen({ flags: 0 });
  });
  afterAll(async () => {
    rpc.close();
    await connection.close();
    await adminServer.close();
    await server[Symbol.asyncDispose]();
    setLog(before);
  });

  test('lists servers and clients', async () => {
    expect(await client().connectListServers({ flags: 0 })).toEqual({
      servers: [{ name: 'admin' }, { name: 'libvirtd' }],
    });
    const { clients } = await client().serverListClients({ srv: { name: 'libvirtd' }, flags: 0 });
    expect(clients).toMatchObject([{ srv: { name: 'libvirtd' }, id: 1n, transport: 0 }]);
    await expect(client().connectLookupServer({ name: 'nosuch', flags: 0 })).rejects.toMatchObject({
      code: 'NO_SERVER',
      domain: 'RPC',
      message: "Server not found: No server named 'nosuch'",
    });
    await expect(client().serverLookupClient({ srv: { name: 'libvirtd' }, id: 99n, flags: 0 })).rejects.toMatchObject({
      code: 'NO_CLIENT',
      message: "Client not found: No client with matching ID '99'",
    });
  });

  test('says who a client is', async () => {
    const { clnt } = await client().serverLookupClient({ srv: { name: 'libvirtd' }, id: 1n, flags: 0 });
    const { params } = await client().clientGetInfo({ clnt, flags: 0 });
    expect(params).toContainEqual({ field: 'readonly', value: { type: 'boolean', value: false } });
    expect(params).toContainEqual({ field: 'unix_process_id', value: { type: 'int', value: process.pid } });
  });

  test('keeps worker numbers by the rules', async () => {
    const srv = { name: 'libvirtd' };
    const set = (field: string, value: number) =>
      client().serverSetThreadPoolParameters({ srv, params: [{ field, value: { type: 'uint', value } }], flags: 0 });
    await expect(set('minWorkers', 30)).rejects.toMatchObject({
      message: 'invalid argument: minWorkers cannot be larger than maxWorkers',
    });
    await expect(set('freeWorkers', 1)).rejects.toMatchObject({ code: 'INVALID_ARG' });
    await set('maxWorkers', 21);
    const { params } = await client().serverGetThreadPoolParameters({ srv, flags: 0 });
    expect(params).toContainEqual({ field: 'maxWorkers', value: { type: 'uint', value: 21 } });
  });

  test('changes client limits, effective at once', async () => {
    const srv = { name: 'libvirtd' };
    const params = [{ field: 'nclients_max', value: { type: 'uint', value: 100 } }] as const;
    await client().serverSetClientLimits({ srv, params, flags: 0 });
    expect(server.server.limits.maxClients).toBe(100);
    const tooMany = [{ field: 'nclients_unauth_max', value: { type: 'uint', value: 101 } }] as const;
    await expect(client().serverSetClientLimits({ srv, params: tooMany, flags: 0 })).rejects.toMatchObject({
      code: 'INVALID_ARG',
    });
  });

  test('gets and sets logging', async () => {
    expect(await client().connectGetLoggingOutputs({ flags: 0 })).toEqual({
      outputs: '3:file:/var/log/x.log',
      noutputs: 1,
    });
    await client().connectSetLoggingOutputs({ outputs: '4:stderr', flags: 0 });
    expect(outputs).toEqual([{ kind: 'stderr', level: 'error' }]);
    await client().connectSetLoggingFilters({ filters: '3:remote', flags: 0 });
    expect(await client().connectGetLoggingFilters({ flags: 0 })).toEqual({ filters: '3:*remote* ', nfilters: 1 });
    await client().connectSetLoggingFilters({ filters: null, flags: 0 });
    expect(await client().connectGetLoggingFilters({ flags: 0 })).toEqual({ filters: null, nfilters: 0 });
    await expect(client().connectSetLoggingFilters({ filters: '9:remote', flags: 0 })).rejects.toMatchObject({
      code: 'INVALID_ARG',
    });
  });

  test('passes on the time limit and the end', async () => {
    await client().connectSetDaemonTimeout({ timeout: 30, flags: 0 });
    await client().connectDaemonShutdown({ flags: 1 });
    expect(asked).toEqual([30, { preserve: true }]);
  });

  test('has no certificates to read again', async () => {
    await expect(client().serverUpdateTlsFiles({ srv: { name: 'libvirtd' }, flags: 0 })).rejects.toMatchObject({
      message: 'internal error: no tls service found, unable to update tls files',
    });
  });

  test.skipIf(!hasVirtAdmin)('serves virt-admin (needs the program)', async () => {
    const uri = `libvirtd+unix:///system?socket=${path}`;
    const ask = async (...words: string[]) => (await run(virtAdmin, ['-c', uri, ...words])).stdout;
    expect(await ask('srv-list')).toMatch(/0\s+admin\n\s*1\s+libvirtd/);
    expect(await ask('srv-threadpool-info', 'admin')).toMatch(
      /minWorkers +: 5\nmaxWorkers +: 20\n.*\n.*\nprioWorkers +: 0/,
    );
    expect(await ask('client-info', 'libvirtd', '1')).toMatch(new RegExp(`unix_process_id *: ${process.pid}\n`));
    expect(await ask('version')).toContain('Running against daemon: 9.0.0');
  });

  test('disconnects a client', async () => {
    const victim = await server.connect();
    const { clients } = await client().serverListClients({ srv: { name: 'libvirtd' }, flags: 0 });
    const clnt = clients.at(-1);
    if (clnt === undefined) throw new Error('no client');
    await client().clientClose({ clnt, flags: 0 });
    expect(await victim.closed).toMatchObject({ code: 'RPC' });
  });
});
