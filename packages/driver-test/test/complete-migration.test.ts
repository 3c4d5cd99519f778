import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { type ServedHost, testHost } from '../src/testing/index.js';

const run = promisify(execFile);
const virsh = '/usr/bin/virsh';
const hasVirsh = existsSync(virsh) ? '' : ` (${virsh} is not there)`;

/** Where a guest runs, of two hosts: exactly one may own it. */
async function owners(...hosts: readonly ServedHost[]): Promise<string[]> {
  const states: string[] = [];
  for (const host of hosts) {
    await using connection = await host.connect();
    const found = (await connection.listAllDomains()).find(({ name }) => name === 'web');
    states.push(found === undefined ? 'absent' : (await found.getState()).state);
  }
  return states;
}

async function pair() {
  const source = await testHost({ domains: [{ name: 'web' }] });
  const destination = await testHost({ domains: [] });
  return { source, destination };
}

describe('a guest migrates', () => {
  test('led by its client, and both sides tell of it', async () => {
    const { source: a, destination: b } = await pair();
    await using source = a;
    await using destination = b;
    await using here = await source.connect();
    await using there = await destination.connect();
    const web = await here.domainLookupByName('web');
    const left = source.events.next('domainLifecycle', { when: ({ event }) => event === 5 });
    const arrived = destination.events.next('domainLifecycle', { when: ({ event }) => event === 4 });
    const moved = await web.migrate3(
      there,
      { bandwidth: 100n },
      { live: true, persistDest: true, undefineSource: true },
    );
    expect((await left).detail).toBe(3);
    expect((await arrived).detail).toBe(1);
    expect(moved.uuid).toBe(web.uuid);
    expect(await moved.isPersistent()).toBe(true);
    expect(await owners(source, destination)).toEqual(['absent', 'running']);
  });

  test('from host to host, when its own host leads', async () => {
    const { source: a, destination: b } = await pair();
    await using source = a;
    await using destination = b;
    await using here = await source.connect();
    const web = await here.domainLookupByName('web');
    await web.migrateToURI3(destination.uri, { destName: 'web' }, { live: true, peer2peer: true });
    expect(await owners(source, destination)).toEqual(['shutoff', 'running']);
  });

  test('under another name and paused', async () => {
    const { source: a, destination: b } = await pair();
    await using source = a;
    await using destination = b;
    await using here = await source.connect();
    await using there = await destination.connect();
    const web = await here.domainLookupByName('web');
    const moved = await web.migrate3(there, { destName: 'shop' }, { live: true, paused: true });
    expect(moved.name).toBe('shop');
    expect((await moved.getState()).state).toBe('paused');
  });

  test('as a configuration alone', async () => {
    await using source = await testHost({ domains: [{ name: 'web', state: 'shutoff' }] });
    await using destination = await testHost({ domains: [] });
    await using here = await source.connect();
    await using there = await destination.connect();
    const web = await here.domainLookupByName('web');
    await web.migrate3(there, {}, { offline: true, persistDest: true });
    expect(await owners(source, destination)).toEqual(['shutoff', 'shutoff']);
    await expect(web.migrate3(there, {}, { offline: true })).rejects.toMatchObject({ code: 'OPERATION_INVALID' });
  });

  test.each([
    ['domainMigrateBegin3Params', 'source'],
    ['domainMigratePrepare3Params', 'destination'],
    ['domainMigratePerform3Params', 'source'],
    ['domainMigrateFinish3Params', 'destination'],
  ] as const)('or stays when %s fails', async (procedure, side) => {
    const { source: a, destination: b } = await pair();
    await using source = a;
    await using destination = b;
    await using here = await source.connect();
    await using there = await destination.connect();
    const failing = side === 'source' ? source : destination;
    failing.faults.add({ procedure, times: 1, error: { code: 'OPERATION_FAILED', message: 'scripted' } });
    const web = await here.domainLookupByName('web');
    await expect(web.migrate3(there, {}, { live: true })).rejects.toMatchObject({ code: 'OPERATION_FAILED' });
    const states = await owners(source, destination);
    expect(states[0]).toBe('running');
    expect(states[1]).not.toBe('running');
  });

  test('as a job that progresses, changes its speed and can be aborted', async () => {
    await using source = await testHost({ domains: [{ name: 'web' }], jobs: 'timed' });
    await using destination = await testHost({ domains: [] });
    await using here = await source.connect();
    await using there = await destination.connect();
    const web = await here.domainLookupByName('web');
    const moving = web.migrate3(there, { bandwidth: 64n }, { live: true }).catch((reason: unknown) => reason);
    await source.jobOf('web');
    source.clock.advance('4s');
    const job = await web.getJobInfo();
    expect(job).toMatchObject({ type: 'unbounded', timeElapsed: 4000n, dataProcessed: 268_435_456n });
    await web.migrateSetMaxSpeed(128n);
    source.clock.advance('1s');
    expect((await web.getJobInfo()).dataProcessed).toBe(402_653_184n);
    await web.abortJob();
    expect(await moving).toMatchObject({ code: 'OPERATION_ABORTED' });
    expect(await owners(source, destination)).toEqual(['running', 'absent']);
    const { type } = await web.getJobStats({ completed: true });
    expect(type).toBe('none');
  });

  test('not to the host that it is on, nor to one that has it', async () => {
    const { source: a, destination: b } = await pair();
    await using source = a;
    await using destination = b;
    await using here = await source.connect();
    await using there = await destination.connect();
    const web = await here.domainLookupByName('web');
    await expect(web.migrate3(here, {}, { live: true })).rejects.toMatchObject({ code: 'INTERNAL_ERROR' });
    destination.add([{ name: 'web' }]);
    await expect(web.migrate3(there, {}, { live: true })).rejects.toMatchObject({ name: 'VirtError' });
    expect((await web.getState()).state).toBe('running');
  });

  test('not as another machine', async () => {
    const { source: a, destination: b } = await pair();
    await using source = a;
    await using destination = b;
    await using here = await source.connect();
    await using there = await destination.connect();
    const web = await here.domainLookupByName('web');
    const xml = await web.getXMLDesc({ migratable: true });
    const other = xml.replace(/<memory unit='KiB'>\d+/, "<memory unit='KiB'>524288");
    await expect(web.migrate3(there, { destXml: other }, { live: true })).rejects.toMatchObject({
      code: 'CONFIG_UNSUPPORTED',
    });
    const elsewhere = xml.replace('/guest/web', '/other/web');
    const moved = await web.migrate3(there, { destXml: elsewhere }, { live: true });
    expect(await moved.getXMLDesc()).toContain('/other/web');
  });
});

describe('tuning of migrations', () => {
  test('is kept', async () => {
    await using host = await testHost({ domains: [{ name: 'web' }] });
    await using connection = await host.connect();
    const web = await connection.domainLookupByName('web');
    expect(await web.migrateGetMaxDowntime()).toBe(300n);
    await web.migrateSetMaxDowntime(500n);
    await web.migrateSetMaxSpeed(100n);
    await web.migrateSetCompressionCache(1n << 20n);
    expect(await web.migrateGetMaxDowntime()).toBe(500n);
    expect(await web.migrateGetMaxSpeed()).toBe(100n);
    expect(await web.migrateGetCompressionCache()).toBe(1n << 20n);
    await expect(web.migrateStartPostCopy()).rejects.toMatchObject({ code: 'OPERATION_INVALID' });
  });
});

test.skipIf(!existsSync(virsh))(`virsh migrates, both ways${hasVirsh}`, async () => {
  const { source: a, destination: b } = await pair();
  await using source = a;
  await using destination = b;
  await run(virsh, ['-c', source.uri, 'migrate', 'web', destination.uri, '--live', '--persistent']);
  expect(await owners(source, destination)).toEqual(['shutoff', 'running']);
  await run(virsh, ['-c', destination.uri, 'migrate', 'web', source.uri, '--live', '--p2p', '--undefinesource']);
  expect(await owners(source, destination)).toEqual(['running', 'absent']);
});
