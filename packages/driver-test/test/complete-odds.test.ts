import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { declined, processIdentity } from '@tsvirt/core/contract';
import { DomainMigrateFlags, NodeSuspendTarget } from '@tsvirt/core/protocol';
import { VirUri } from '@tsvirt/util';
import { describe, expect, test } from 'vitest';
import { testHost } from '../src/testing/index.js';
import { startDriver } from './test-connection.js';

const xml = `<domain type='test'><name>web</name><memory>1048576</memory><os><type>hvm</type></os><devices>
  <channel type='unix'><target type='virtio' name='org.example.talk'/></channel>
  <graphics type='vnc' port='5901'/></devices></domain>`;

describe('the URI', () => {
  const signal = new AbortController().signal;

  async function opened(driver: Awaited<ReturnType<typeof startDriver>>, uri: string) {
    const connection = await driver.open({
      uri: VirUri.parse(uri),
      readOnly: false,
      identity: processIdentity,
      signal,
    });
    if (connection === declined) throw new Error(`${uri} was declined`);
    return connection;
  }

  test('says whether a host is complete, and clients of one URI share it', async () => {
    const driver = await startDriver();
    const plain = await opened(driver, 'test:///default');
    const complete = await opened(driver, 'test:///default?complete=1');
    const beside = await opened(driver, 'test:///default?complete=1');
    expect(plain.handlers.domainAttachDevice).toBeUndefined();
    expect(complete.handlers.domainAttachDevice).toBeDefined();
    expect(beside.handlers).toBe(complete.handlers);
    expect(beside.events).not.toBe(plain.events);
    await complete.close?.();
    await beside.close?.();
    expect((await opened(driver, 'test:///default?complete=1')).handlers).not.toBe(complete.handlers);
  });

  test('has 0 or 1 for complete', async () => {
    const driver = await startDriver();
    await expect(opened(driver, 'test:///default?complete=yes')).rejects.toMatchObject({ code: 'INVALID_ARG' });
  });

  test('of a file that cannot be read is tried anew by the next client', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tsvirt-'));
    try {
      const driver = await startDriver();
      const file = join(folder, 'host.xml');
      await expect(opened(driver, `test://${file}?complete=1`)).rejects.toMatchObject({ code: 'XML_ERROR' });
      await writeFile(file, `<node>${xml}</node>`);
      const first = await opened(driver, `test://${file}?complete=1`);
      expect((await opened(driver, `test://${file}?complete=1`)).handlers).toBe(first.handlers);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

test('channels are found by the name of their target', async () => {
  await using host = await testHost({ domains: [{ xml }] });
  await using connection = await host.connect();
  const web = await connection.domainLookupByName('web');
  host.behave('web', { console: 'echo' });
  const stream = await web.openChannel({ name: 'org.example.talk' });
  await stream.send(Buffer.from('ping'));
  expect(Buffer.from((await stream.recv()) ?? []).toString()).toBe('ping');
  await stream.finish();
});

test('consoles end with their guest', async () => {
  await using host = await testHost({ domains: [{ xml }] });
  await using connection = await host.connect();
  const web = await connection.domainLookupByName('web');
  const stream = await web.openChannel();
  await web.destroy();
  await expect(
    (async () => {
      while ((await stream.recv()) !== undefined);
    })(),
  ).rejects.toMatchObject({ name: 'VirtError' });
});

test('how fast memory is written to is measured for a while', async () => {
  await using host = await testHost({ domains: [{ xml }] });
  await using connection = await host.connect();
  const web = await connection.domainLookupByName('web');
  await web.startDirtyRateCalc(2);
  const rate = async () => {
    const [record] = (await connection.call.connectGetAllDomainStats({ doms: [], stats: 512, flags: 0 })).retStats;
    return Object.fromEntries((record?.params ?? []).map(({ field, value }) => [field, value.value]));
  };
  expect(await rate()).toMatchObject({ 'dirtyrate.calc_status': 1 });
  host.clock.advance('2s');
  expect(await rate()).toMatchObject({ 'dirtyrate.calc_status': 2, 'dirtyrate.megabytes_per_second': 512n });
  await expect(web.startDirtyRateCalc(0)).rejects.toMatchObject({ code: 'INVALID_ARG' });
});

test('small things are kept or refused', async () => {
  await using host = await testHost({ domains: [{ xml }] });
  await using connection = await host.connect();
  const web = await connection.domainLookupByName('web');
  await web.setAutostartOnce(true);
  expect(await web.getAutostartOnce()).toBe(true);
  expect(await web.getSecurityLabelList()).toHaveLength(1);
  await web.graphicsReload('vnc');
  const { dom } = await connection.call.domainLookupByName({ name: 'web' });
  const secret = { field: 'sev-secret', value: { type: 'string', value: 'x' } } as const;
  await expect(connection.call.domainSetLaunchSecurityState({ dom, params: [secret], flags: 0 })).rejects.toMatchObject(
    { code: 'OPERATION_UNSUPPORTED' },
  );
  const asleep = host.events.next('domainPMSuspendDisk', { domain: 'web' });
  await connection.call.domainPMSuspendForDuration({ dom, target: NodeSuspendTarget.disk, duration: 0n, flags: 0 });
  await asleep;
  expect(await web.isActive()).toBe(false);
});

test('clients without named parameters migrate guests in the same five steps', async () => {
  await using here = await testHost({ domains: [{ name: 'web' }] });
  await using there = await testHost({ domains: [] });
  await using a = await here.connect();
  await using b = await there.connect();
  const { dom } = await a.call.domainLookupByName({ name: 'web' });
  const flags = BigInt(DomainMigrateFlags.live);
  const common = { flags, dname: null, bandwidth: 0n };
  const begun = await a.call.domainMigrateBegin3({ dom, xmlin: null, ...common });
  const prepared = await b.call.domainMigratePrepare3({
    cookieIn: begun.cookieOut,
    uriIn: null,
    domXml: begun.xml,
    ...common,
  });
  const uri = prepared.uriOut;
  const sent = await a.call.domainMigratePerform3({
    dom,
    xmlin: null,
    cookieIn: prepared.cookieOut,
    dconnuri: null,
    uri,
    ...common,
  });
  const { dom: arrived, cookieOut } = await b.call.domainMigrateFinish3({
    dname: 'web',
    cookieIn: sent.cookieOut,
    dconnuri: null,
    uri,
    flags,
    cancelled: 0,
  });
  await a.call.domainMigrateConfirm3({ dom, cookieIn: cookieOut, flags, cancelled: 0 });
  expect(await b.call.domainIsActive({ dom: arrived })).toEqual({ active: 1 });
  expect(await a.call.domainIsActive({ dom })).toEqual({ active: 0 });
});

test('what no mock host has written is no cookie', async () => {
  await using there = await testHost({ domains: [] });
  await using b = await there.connect();
  for (const text of ['<a/>', '<test-migration/>', 'x'.repeat(10_000)]) {
    const request = { cookieIn: Buffer.from(text), uriIn: null, flags: 1n, dname: null, bandwidth: 0n, domXml: xml };
    await expect(b.call.domainMigratePrepare3(request)).rejects.toMatchObject({ name: 'VirtError' });
  }
  expect(await b.listAllDomains()).toEqual([]);
});
