import { type AdminConnection, open, openAdmin } from '@tsvirt/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiHost, onEachDaemon } from './api-host.js';

onEachDaemon('administration through the API', daemon => {
  let host: ApiHost;
  let admin: AdminConnection;

  beforeAll(async () => {
    host = await daemon.start();
    admin = await openAdmin(host.adminUri);
  });
  afterAll(async () => {
    await admin?.close();
    await host?.[Symbol.asyncDispose]();
  });

  test('servers have names and limits', async () => {
    expect((await admin.listServers()).map(({ name }) => name)).toContain('libvirtd');
    const server = await admin.lookupServer('libvirtd');
    const limits = await server.getClientLimits();
    expect(limits).toMatchObject({ max: expect.any(Number), current: expect.any(Number) });
    await server.setClientLimits({ max: 77 });
    expect((await server.getClientLimits()).max).toBe(77);
    expect(await server.getThreadPoolParameters()).toMatchObject({ workersMax: expect.any(Number) });
    await expect(admin.lookupServer('nosuch')).rejects.toMatchObject({ code: 'NO_SERVER' });
  });

  test('clients are seen, and can be sent away', async () => {
    const connection = await open(host.uri('test:///default'));
    const server = await admin.lookupServer('libvirtd');
    const client = (await server.listClients()).at(-1);
    if (client === undefined) throw new Error('there is a client');
    expect(client.getTransport()).toBe('unix');
    expect(await client.getInfo()).toMatchObject({ readonly: false, unixProcessId: process.pid });
    await client.close();
    expect(await connection.closed).toMatchObject({ code: 'RPC' });
    await expect(server.lookupClient(client.getID())).rejects.toMatchObject({ code: 'NO_CLIENT' });
  });

  test('what is logged can be changed', async () => {
    await admin.setLoggingFilters('3:rpc 4:util');
    expect(await admin.getLoggingFilters()).toMatch(/3:\S*rpc\S* 4:\S*util/);
    await expect(admin.setLoggingFilters('nonsense')).rejects.toMatchObject({ code: 'INVALID_ARG' });
  });
});
