import { describe, expect, test } from 'vitest';
import { testHost } from '../src/testing/index.js';

describe('the log of calls', () => {
  test('has what clients called, in order, with arguments and outcome', async () => {
    await using host = await testHost();
    await using connection = await host.connect();
    const domain = await connection.domainLookupByName('test');
    host.calls.clear();
    host.clock.advance('1min');
    await domain.setMemory(4096n);
    await expect(domain.create()).rejects.toMatchObject({ code: 'OPERATION_INVALID' });
    expect([...host.calls].map(({ procedure, outcome }) => [procedure, outcome])).toEqual([
      ['domainSetMemory', 'done'],
      ['domainCreate', 'failed'],
    ]);
    const [call] = host.calls.of('domainSetMemory', { domain: 'test' });
    expect(call?.args.memory).toBe(4096n);
    expect(call?.at).toEqual(new Date('2024-01-01T00:01:00Z'));
    expect(host.calls.of('domainSetMemory', { domain: 'other' })).toEqual([]);
  });

  test('tells when a call has come', async () => {
    await using host = await testHost();
    await using connection = await host.connect();
    const seen = host.calls.seen('domainSuspend', { domain: 'test' });
    await (await connection.domainLookupByName('test')).suspend();
    expect((await seen).outcome).toBe('done');
    await expect(host.calls.seen('domainReset', { timeoutMs: 10 })).rejects.toMatchObject({
      code: 'OPERATION_TIMEOUT',
    });
  });

  test('forgets the oldest', async () => {
    await using host = await testHost({ rememberedCalls: 5 });
    await using connection = await host.connect();
    for (let count = 0; count < 30; count++) await connection.numOfDomains();
    expect(host.calls.size).toBeLessThanOrEqual(10);
    expect(host.calls.size + host.calls.dropped).toBeGreaterThanOrEqual(30);
  });
});

describe('events', () => {
  test('are waited for', async () => {
    await using host = await testHost({ domains: 2 });
    await using connection = await host.connect();
    const coming = host.events.next('domainLifecycle', { domain: 'domain-2' });
    for (const domain of await connection.listAllDomains()) await domain.suspend();
    expect((await coming).dom.name).toBe('domain-2');
    await expect(host.events.next('domainLifecycle', { timeoutMs: 10 })).rejects.toMatchObject({
      code: 'OPERATION_TIMEOUT',
    });
  });

  test('that never happened reach clients', async () => {
    await using host = await testHost({ domains: 1 });
    await using connection = await host.connect();
    const domain = await connection.domainLookupByName('domain-1');
    const events = await connection.events('domainRTCChange');
    host.events.emit('domainRTCChange', { dom: { name: domain.name, uuid: domain.uuid, id: 1 }, offset: 42n });
    for await (const event of events) {
      expect(event).toMatchObject({ domain: { name: 'domain-1' }, offsetSeconds: 42n });
      break;
    }
  });
});
