import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { open } from '@tsvirt/core';
import { describe, expect, test } from 'vitest';
import { testHost } from '../src/testing/index.js';

const run = promisify(execFile);
const virsh = '/usr/bin/virsh';
const hasVirsh = existsSync(virsh) ? '' : ` (${virsh} is not there)`;

describe('a host on a socket', () => {
  test('has the domains that were asked for, beside all else that the default host has', async () => {
    await using host = await testHost({ domains: 3 });
    await using connection = await host.connect();
    const domains = await connection.listAllDomains();
    expect(domains.map(({ name }) => name)).toEqual(['domain-1', 'domain-2', 'domain-3']);
    expect((await connection.listAllNetworks()).map(({ name }) => name)).toEqual(['default']);
  });

  test('is found by its URI alone', async () => {
    await using host = await testHost();
    await using connection = await open(host.uri);
    expect((await connection.domainLookupByName('test')).name).toBe('test');
  });

  test('is the same for clients inside the process', async () => {
    await using host = await testHost();
    await using inside = await open('test:///default', { drivers: host.drivers });
    await using outside = await host.connect();
    await (await inside.domainLookupByName('test')).suspend();
    expect((await (await outside.domainLookupByName('test')).getState()).state).toBe('paused');
  });

  test.skipIf(!existsSync(virsh))(`serves virsh as any daemon does${hasVirsh}`, async () => {
    await using host = await testHost({ domains: [{ name: 'web' }, { name: 'db', state: 'shutoff' }] });
    host.faults.add({ procedure: 'domainCreate', domain: 'db', error: { code: 'NO_MEMORY' } });
    const { stdout } = await run(virsh, ['-c', host.uri, 'list', '--all', '--name']);
    expect(stdout.trim().split('\n')).toEqual(['web', 'db']);
    const refusal = await run(virsh, ['-c', host.uri, 'start', 'db']).catch((reason: unknown) => reason);
    expect(refusal).toMatchObject({ code: 1, stderr: expect.stringContaining('out of memory') });
    expect(host.calls.of('domainCreate', { domain: 'db' })).toMatchObject([{ outcome: 'failed' }]);
  });

  test('leaves nothing behind', async () => {
    const host = await testHost();
    await using connection = await host.connect();
    await host.close();
    expect(existsSync(host.socket)).toBe(false);
    await expect(connection.listAllDomains()).rejects.toMatchObject({ name: 'VirtError' });
  });

  test('keeps what clients did after the last of them left', async () => {
    await using host = await testHost();
    {
      await using connection = await host.connect();
      await (await connection.domainLookupByName('test')).destroy();
    }
    await using connection = await host.connect();
    expect(await (await connection.domainLookupByName('test')).isActive()).toBe(false);
  });

  test('is no host of another name', async () => {
    await using host = await testHost();
    await expect(open('test:///other', { socket: host.socket })).rejects.toMatchObject({ code: 'NO_CONNECT' });
  });

  test("can be a host of one's own", async () => {
    const document = `<node><domain type='test'><name>only</name><memory>1024</memory><os><type>hvm</type></os></domain></node>`;
    await using host = await testHost({ document });
    await using connection = await host.connect();
    expect((await connection.listAllDomains()).map(({ name }) => name)).toEqual(['only']);
    expect(await connection.listAllNetworks()).toEqual([]);
  });
});

describe('domains', () => {
  test('follow a plan', async () => {
    await using host = await testHost({
      domains: {
        count: 4,
        plan: index => ({
          name: `vm-${index}`,
          state: index % 2 === 0 ? 'running' : 'shutoff',
          vcpus: index + 1,
          memoryKiB: 2048n,
        }),
      },
    });
    await using connection = await host.connect();
    const active = await connection.listAllDomains({ active: true });
    expect(active.map(({ name }) => name)).toEqual(['vm-0', 'vm-2']);
    const figures = await (await connection.domainLookupByName('vm-3')).getInfo();
    expect(figures).toMatchObject({ state: 'shutoff', vcpus: 4, maxMemoryKiB: 2048n });
  });

  test('are there by the thousands, each one a domain of its own', async () => {
    await using host = await testHost({ domains: 16_000 });
    await using connection = await host.connect();
    const domains = await connection.listAllDomains();
    expect(new Set(domains.map(({ uuid }) => uuid)).size).toBe(16_000);
    const last = await connection.domainLookupByName('domain-16000');
    const xml = await last.getXMLDesc();
    expect(xml).toContain('/guest/domain-16000');
    expect(xml).toContain('52:54:00:00:3e:80');
    await last.destroy();
    expect(await connection.numOfDomains()).toBe(15_999);
  });

  test('beyond what a list can carry are counted and found', async () => {
    const states = ['running', 'shutoff'] as const;
    await using host = await testHost({ domains: { count: 30_000, plan: index => ({ state: states[index % 2] }) } });
    await using connection = await host.connect();
    expect(await connection.numOfDomains()).toBe(15_000);
    expect(await connection.listAllDomains({ inactive: true })).toHaveLength(15_000);
    expect(await (await connection.domainLookupByName('domain-30000')).isActive()).toBe(false);
    await expect(connection.listAllDomains()).rejects.toMatchObject({ name: 'VirtError' });
  });

  test('come later too, and out of documents', async () => {
    await using host = await testHost({ domains: 1 });
    const xml = "<domain type='test'><name>late</name><memory>1024</memory><os><type>hvm</type></os></domain>";
    host.add([{ xml, state: 'paused', autostart: true }, {}]);
    await using connection = await host.connect();
    const late = await connection.domainLookupByName('late');
    expect((await late.getState()).state).toBe('paused');
    expect(await late.getAutostart()).toBe(true);
    expect(await connection.numOfDomains()).toBe(3);
  });

  test('that cannot be are refused', async () => {
    await expect(testHost({ domains: [{ name: 'a' }, { name: 'a' }] })).rejects.toMatchObject({
      code: 'OPERATION_FAILED',
    });
    await expect(testHost({ domains: [{ state: 'shutoff', persistent: false }] })).rejects.toMatchObject({
      code: 'INVALID_ARG',
    });
    await expect(testHost({ domains: -1 })).rejects.toMatchObject({ code: 'INVALID_ARG' });
  });

  test('crash without being asked, and say so', async () => {
    await using host = await testHost({ domains: [{ name: 'web' }] });
    await using connection = await host.connect();
    const web = await connection.domainLookupByName('web');
    const events = await connection.events('domainLifecycle');
    host.change('web', 'crash');
    for await (const event of events) {
      expect(event).toMatchObject({ event: 'stopped', detail: 'crashed' });
      break;
    }
    expect(await web.isActive()).toBe(false);
    expect(() => host.change('nobody', 'crash')).toThrow(expect.objectContaining({ code: 'NO_DOMAIN' }));
  });
});

test('a reset brings everything back, and clients stay', async () => {
  await using host = await testHost({ domains: 2 });
  await using connection = await host.connect();
  const events = await connection.events('domainLifecycle');
  const domain = await connection.domainLookupByName('domain-1');
  await domain.suspend();
  host.clock.advance('1h');
  const held = host.faults.add({ procedure: 'domainResume', hold: true });
  const resuming = domain.resume().catch((reason: unknown) => reason);
  await held.reached();
  host.reset();
  await resuming;
  expect((await domain.getState()).state).toBe('running');
  expect(host.clock.now).toEqual(new Date('2024-01-01T00:00:00Z'));
  expect(host.calls.of('domainSuspend')).toEqual([]);
  await domain.destroy();
  const heard: string[] = [];
  for await (const { event } of events) if (heard.push(event) === 2) break;
  expect(heard).toEqual(['suspended', 'stopped']);
  expect(await connection.numOfDomains()).toBe(1);
});
