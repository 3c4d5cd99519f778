import { describe, expect, test } from 'vitest';
import { testHost } from '../src/testing/index.js';

function files(xml: string): string[] {
  return [...xml.matchAll(/<source file='([^']+)'/g)].flatMap(([, file]) => file ?? []);
}

describe('snapshots outside of the disks', () => {
  test('put another file on top, which a commit takes away again', async () => {
    await using host = await testHost({ domains: [{ name: 'web' }] });
    await using connection = await host.connect();
    const web = await connection.domainLookupByName('web');
    const snapshot = await web.snapshotCreateXML('<domainsnapshot><name>s1</name></domainsnapshot>', {
      diskOnly: true,
    });
    expect(await snapshot.getXMLDesc()).toContain('<state>disk-snapshot</state>');
    expect(files(await web.getXMLDesc())).toEqual(['/guest/web.s1', '/guest/web']);
    expect(files(await web.getXMLDesc({ inactive: true }))).toContain('/guest/web.s1');
    const ready = host.events.next('domainBlockJob2', { when: ({ status }) => status === 3 });
    await web.blockCommit('vda', { active: true });
    await ready;
    await web.blockJobAbort('vda', { pivot: true });
    expect(files(await web.getXMLDesc())).toEqual(['/guest/web']);
  });

  test('with memory are a job', async () => {
    await using host = await testHost({ domains: [{ name: 'web' }], jobs: 'timed' });
    await using connection = await host.connect();
    const web = await connection.domainLookupByName('web');
    const making = web.snapshotCreateXML(
      `<domainsnapshot><name>s1</name><memory snapshot='external' file='/m'/></domainsnapshot>`,
    );
    await host.jobOf('web');
    expect(await web.getState()).toMatchObject({ state: 'paused', reason: 'snapshot' });
    host.clock.advance('1s');
    await making;
    expect((await web.getState()).state).toBe('running');
  });

  test('without metadata leave nothing but their files', async () => {
    await using host = await testHost({ domains: [{ name: 'web' }] });
    await using connection = await host.connect();
    const web = await connection.domainLookupByName('web');
    await web.snapshotCreateXML('<domainsnapshot><name>s1</name></domainsnapshot>', {
      diskOnly: true,
      noMetadata: true,
    });
    expect(await web.listAllSnapshots()).toEqual([]);
    expect(files(await web.getXMLDesc())).toContain('/guest/web.s1');
  });
});

describe('backups', () => {
  const backup = `<domainbackup><disks><disk name='vda' type='file'><target file='/b'/></disk></disks></domainbackup>`;

  test('are jobs with checkpoints and an end', async () => {
    await using host = await testHost({ domains: [{ name: 'web' }], jobs: 'timed' });
    await using connection = await host.connect();
    const web = await connection.domainLookupByName('web');
    await web.backupBegin(backup, { checkpointXml: '<domaincheckpoint><name>c1</name></domaincheckpoint>' });
    expect((await web.listAllCheckpoints()).map(({ name }) => name)).toEqual(['c1']);
    expect(await web.backupGetXMLDesc()).toContain("<target file='/b'/>");
    await expect(web.backupBegin(backup)).rejects.toMatchObject({ code: 'OPERATION_INVALID' });
    host.clock.advance('4s');
    const { dataProcessed } = await web.getJobInfo();
    expect(dataProcessed).toBe(4n << 37n);
    const completed = host.events.next('domainJobCompleted', { domain: 'web' });
    host.clock.advance('10s');
    await completed;
    await expect(web.backupGetXMLDesc()).rejects.toMatchObject({ code: 'NO_DOMAIN_BACKUP' });
    expect((await web.getJobStats({ completed: true })).type).toBe('completed');
  });

  test('that are pulled last until somebody ends them', async () => {
    await using host = await testHost({ domains: [{ name: 'web' }] });
    await using connection = await host.connect();
    const web = await connection.domainLookupByName('web');
    await web.backupBegin(`<domainbackup mode='pull'><server name='localhost' port='10809'/></domainbackup>`);
    expect((await web.getJobInfo()).type).toBe('unbounded');
    const ended = host.events.next('domainJobCompleted', { domain: 'web' });
    await web.abortJob();
    await ended;
    expect((await web.getJobStats({ completed: true })).type).toBe('cancelled');
  });

  test('since a checkpoint need that checkpoint', async () => {
    await using host = await testHost({ domains: [{ name: 'web' }] });
    await using connection = await host.connect();
    const web = await connection.domainLookupByName('web');
    const since = backup.replace('<disks>', '<incremental>c9</incremental><disks>');
    await expect(web.backupBegin(since)).rejects.toMatchObject({ code: 'NO_DOMAIN_CHECKPOINT' });
  });
});

test('what changes a guest waits for its job', async () => {
  await using host = await testHost({ domains: [{ name: 'web' }], jobs: 'timed' });
  await using connection = await host.connect();
  const web = await connection.domainLookupByName('web');
  const dumping = web.coreDump('/dev/null');
  await host.jobOf('web');
  const order: string[] = [];
  const plugging = web.setMemory(65_536n).then(() => order.push('memory'));
  expect((await web.getInfo()).memoryKiB).toBe(1_048_576n);
  order.push('asked');
  host.clock.advance('1s');
  await Promise.all([dumping, plugging]);
  expect(order).toEqual(['asked', 'memory']);
});
