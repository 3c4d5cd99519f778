import { VirtError } from '@tsvirt/util';
import { describe, expect, test } from 'vitest';
import { testHost } from '../src/testing/index.js';

describe('faults', () => {
  test('fail the calls that they are about, as often as they say', async () => {
    await using host = await testHost({
      domains: [
        { name: 'web', state: 'shutoff' },
        { name: 'db', state: 'shutoff' },
      ],
    });
    await using connection = await host.connect();
    const web = await connection.domainLookupByName('web');
    const db = await connection.domainLookupByName('db');
    const fault = host.faults.add({
      procedure: 'domainCreate',
      domain: 'web',
      times: 1,
      error: { code: 'OPERATION_FAILED', message: 'no space left' },
    });
    await db.create();
    await expect(web.create()).rejects.toMatchObject({ code: 'OPERATION_FAILED', message: /no space left/ });
    expect(await web.isActive()).toBe(false);
    await web.create();
    expect(fault.hits).toBe(1);
  });

  test('strike after the effect where that is asked for', async () => {
    await using host = await testHost();
    await using connection = await host.connect();
    const domain = await connection.domainLookupByName('test');
    host.faults.add({ procedure: 'domainDestroy', point: 'after', error: { code: 'RPC' } });
    await expect(domain.destroy()).rejects.toMatchObject({ code: 'RPC' });
    expect(await domain.isActive()).toBe(false);
  });

  test('hold calls until they are released, and nobody else', async () => {
    await using host = await testHost({ domains: 2 });
    await using connection = await host.connect();
    const [first, second] = await connection.listAllDomains();
    const fault = host.faults.add({ procedure: 'domainSuspend', domain: 'domain-1', hold: true });
    const held = first?.suspend();
    await fault.reached();
    await second?.suspend();
    expect((await first?.getState())?.state).toBe('running');
    fault.release();
    await held;
    expect((await first?.getState())?.state).toBe('paused');
  });

  test('choose calls by their arguments, and let some pass first', async () => {
    await using host = await testHost();
    await using connection = await host.connect();
    const domain = await connection.domainLookupByName('test');
    host.faults.add({
      procedure: 'domainSetMemory',
      when: ({ memory }) => memory > 1_000_000n,
      skip: 1,
      error: { code: 'NO_MEMORY' },
    });
    await domain.setMemory(500_000n);
    await domain.setMemory(1_500_000n);
    await domain.setMemory(500_000n);
    await expect(domain.setMemory(1_600_000n)).rejects.toMatchObject({ code: 'NO_MEMORY' });
  });

  test('are about every procedure, or one that the mock does not serve', async () => {
    await using host = await testHost({ complete: false });
    await using connection = await host.connect();
    const domain = await connection.domainLookupByName('test');
    await expect(domain.getJobInfo()).rejects.toMatchObject({ code: 'NO_SUPPORT' });
    using _fault = host.faults.add({ procedure: 'domainGetJobInfo', error: { code: 'AGENT_UNRESPONSIVE' } });
    await expect(domain.getJobInfo()).rejects.toMatchObject({ code: 'AGENT_UNRESPONSIVE' });
    host.faults.clear();
    host.faults.add({ procedure: '*', error: { code: 'INTERNAL_ERROR', message: 'all is lost' } });
    await expect(connection.listAllDomains()).rejects.toMatchObject({ message: /all is lost/ });
  });

  test('keep a client waiting, which can give up', async () => {
    await using host = await testHost();
    await using connection = await host.connect();
    const domain = await connection.domainLookupByName('test');
    host.faults.add({ procedure: 'domainGetInfo', latencyMs: 600_000 });
    await expect(domain.getInfo({ timeoutMs: 50 })).rejects.toMatchObject({ code: 'OPERATION_TIMEOUT' });
    host.faults.clear();
    host.faults.add({ procedure: 'domainGetInfo', latencyMs: 1 });
    expect((await domain.getInfo()).state).toBe('running');
  });

  test('refuse a connection', async () => {
    await using host = await testHost();
    host.faults.add({ procedure: 'connectOpen', times: 1, error: { code: 'AUTH_FAILED' } });
    await expect(host.connect()).rejects.toMatchObject({ code: 'AUTH_FAILED' });
    await using connection = await host.connect();
    expect(connection).toBeDefined();
  });

  test('of the connection itself end it, and a client may come again', async () => {
    await using host = await testHost();
    await using connection = await host.connect();
    expect(host.clientCount).toBe(1);
    host.dropClients();
    expect(VirtError.is(await connection.closed)).toBe(true);
    await using again = await host.connect();
    expect(await again.numOfDomains()).toBe(1);
  });
});
