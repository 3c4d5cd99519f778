import { describe, expect, test } from 'vitest';
import { type ServedHost, testHost } from '../src/testing/index.js';

const chain = `<domain type='test'><name>web</name><memory>1048576</memory><os><type>hvm</type></os><devices>
  <disk type='file'><driver name='qemu' type='qcow2'/><source file='/i/top'/>
    <backingStore type='file'><format type='qcow2'/><source file='/i/middle'/>
      <backingStore type='file'><format type='raw'/><source file='/i/base'/><backingStore/></backingStore>
    </backingStore><target dev='vda' bus='virtio'/></disk></devices></domain>`;

async function guest(jobs: 'instant' | 'timed' = 'instant') {
  const host = await testHost({ domains: [{ xml: chain }], jobs });
  const connection = await host.connect();
  return { host, connection, web: await connection.domainLookupByName('web') };
}

function files(xml: string): string[] {
  return [...xml.matchAll(/<source file='([^']+)'/g)].flatMap(([, file]) => file ?? []);
}

const nextStatus = (host: ServedHost, wanted: number) =>
  host.events.next('domainBlockJob2', { domain: 'web', when: ({ status }) => status === wanted });

describe('jobs on disks', () => {
  test('pull the chain up into its top', async () => {
    const { host: h, connection: c, web } = await guest();
    await using host = h;
    await using _connection = c;
    const done = nextStatus(host, 0);
    await web.blockPull('vda');
    expect(await done).toMatchObject({ dst: 'vda', type: 1 });
    expect(files(await web.getXMLDesc())).toEqual(['/i/top']);
    expect(files(await web.getXMLDesc({ inactive: true }))).toEqual(['/i/top']);
  });

  test('pull down to a base', async () => {
    const { host: h, connection: c, web } = await guest();
    await using host = h;
    await using _connection = c;
    const done = nextStatus(host, 0);
    await web.blockRebase('vda', { base: 'vda[2]' });
    await done;
    expect(files(await web.getXMLDesc())).toEqual(['/i/top', '/i/base']);
  });

  test('merge a middle image down', async () => {
    const { host: h, connection: c, web } = await guest();
    await using host = h;
    await using _connection = c;
    const done = nextStatus(host, 0);
    await web.blockCommit('vda', { base: '/i/base', top: '/i/middle' });
    await done;
    expect(files(await web.getXMLDesc())).toEqual(['/i/top', '/i/base']);
    await expect(web.blockCommit('vda', { base: '/i/base' })).rejects.toMatchObject({ code: 'INVALID_ARG' });
    await expect(web.blockCommit('vda', { base: '/i/nothing' })).rejects.toMatchObject({ code: 'INVALID_ARG' });
  });

  test('merge the top down, and bring the guest over', async () => {
    const { host: h, connection: c, web } = await guest();
    await using host = h;
    await using _connection = c;
    const ready = nextStatus(host, 3);
    await web.blockCommit('vda', { active: true });
    await ready;
    expect(await web.getXMLDesc()).toContain("job='active-commit' ready='yes'");
    await web.blockJobAbort('vda', { pivot: true });
    const xml = await web.getXMLDesc();
    expect(files(xml)).toEqual(['/i/base']);
    expect(xml).not.toContain('mirror');
  });

  test('copy a disk as fast as they may, until the guest is brought over', async () => {
    const { host: h, connection: c, web } = await guest('timed');
    await using host = h;
    await using _connection = c;
    const copy = `<disk type='file'><source file='/i/copy'/><driver type='raw'/></disk>`;
    const bandwidth = 1n << 30n;
    await expect(web.blockCopy('vda', copy, { bandwidth })).rejects.toMatchObject({ code: 'OPERATION_INVALID' });
    await web.blockCopy('vda', copy, { bandwidth }, { transientJob: true });
    host.clock.advance('1min');
    expect(await web.getBlockJobInfo('vda')).toMatchObject({ type: 'copy', cur: 60n << 30n });
    await expect(web.blockJobAbort('vda', { pivot: true })).rejects.toMatchObject({ code: 'BLOCK_COPY_ACTIVE' });
    await expect(web.blockPull('vda')).rejects.toMatchObject({ code: 'BLOCK_COPY_ACTIVE' });
    const ready = nextStatus(host, 3);
    await web.blockJobSetSpeed('vda', 0n);
    host.clock.advance('1min');
    await ready;
    await web.blockJobAbort('vda', { pivot: true });
    expect(files(await web.getXMLDesc())).toEqual(['/i/copy']);
    expect(await web.getBlockJobInfo('vda')).toBeUndefined();
  });

  test('are given up, and go with their guest', async () => {
    const { host: h, connection: c, web } = await guest('timed');
    await using host = h;
    await using _connection = c;
    await web.blockPull('vda');
    const cancelled = nextStatus(host, 2);
    await web.blockJobAbort('vda');
    await cancelled;
    await expect(web.blockJobAbort('vda')).rejects.toMatchObject({ code: 'INVALID_ARG' });
    await web.blockPull('vda');
    await web.destroy();
    await web.create();
    expect(await web.getBlockJobInfo('vda')).toBeUndefined();
    expect(files(await web.getXMLDesc())).toHaveLength(3);
  });
});

test('disks are resized, read and counted', async () => {
  const { host: h, connection: c, web } = await guest();
  await using _host = h;
  await using _connection = c;
  await web.blockResize('vda', 2048n, { bytes: true });
  expect((await web.getBlockInfo('vda')).capacity).toBe(2048n);
  expect([...(await web.blockPeek('vda', 254n, 4))]).toEqual([254, 255, 0, 1]);
  await web.setBlockThreshold('vda[1]', 4096n);
  await expect(web.setBlockThreshold('vda[7]', 4096n)).rejects.toMatchObject({ code: 'INVALID_ARG' });
  expect(await web.blockStatsFlags('vda')).toMatchObject({ errors: 0n });
});
