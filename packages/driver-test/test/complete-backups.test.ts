import { describe, expect, test } from 'vitest';
import { testHost } from '../src/testing/index.js';

const mebibyte = 1n << 20n;
const document = `<domain type='test'><name>web</name><memory>65536</memory><os><type>hvm</type></os><devices>
  <disk type='file'><source file='/web-a'/><target dev='vda' bus='virtio'/></disk>
  <disk type='file'><source file='/web-b'/><target dev='vdb' bus='virtio'/></disk></devices></domain>`;
const backup = (disks: string, since = '') => `<domainbackup>${since}<disks>${disks}</disks></domainbackup>`;
const copied = "<disk name='vda' type='file'><target file='/copy'/></disk><disk name='vdb' backup='no'/>";
const checkpoint = (name: string) => `<domaincheckpoint><name>${name}</name></domaincheckpoint>`;

const guest = () => testHost({ domains: [{ xml: document, disks: { vda: 64n * mebibyte } }], jobs: 'timed' });

describe('disks of a guest', () => {
  test('have the size that the test says, wherever it is asked', async () => {
    await using host = await guest();
    await using connection = await host.connect();
    const web = await connection.domainLookupByName('web');
    expect((await web.getBlockInfo('vda')).capacity).toBe(64n * mebibyte);
    await web.blockResize('vda', 128n * mebibyte, { bytes: true });
    const [stats] = await connection.domainListGetStats([web]);
    expect(stats?.stats['block.0.capacity']).toBe(128n * mebibyte);
    await expect(testHost({ domains: [{ name: 'a', disks: { vdz: 1n } }] })).rejects.toMatchObject({
      code: 'INVALID_ARG',
    });
  });

  test('have errors only when something went wrong, until the guest goes on', async () => {
    await using host = await guest();
    await using connection = await host.connect();
    const web = await connection.domainLookupByName('web');
    expect(await web.getDiskErrors()).toEqual([]);
    host.happen('web', { kind: 'ioError', disk: 'vdb', reason: 'enospc' });
    expect(await web.getDiskErrors()).toEqual([{ disk: 'vdb', error: 'noSpace' }]);
    await web.resume();
    expect(await web.getDiskErrors()).toEqual([]);
  });
});

describe('backups', () => {
  test('copy the disks that were asked for, and take as long as these are large', async () => {
    await using host = await guest();
    await using connection = await host.connect();
    const web = await connection.domainLookupByName('web');
    await web.backupBegin(backup(copied));
    expect(await web.backupGetXMLDesc()).toContain("<disk name='vdb' backup='no'/>");
    expect((await web.getJobStats()).diskTotal).toBe(64n * mebibyte);
    const completed = host.events.next('domainJobCompleted', { domain: 'web' });
    host.clock.advance('1h');
    await completed;
    // It was over long before that hour was.
    expect(await web.getJobStats({ completed: true })).toMatchObject({
      type: 'completed',
      success: true,
      timeElapsed: 0n,
    });
  });

  test('since a checkpoint copy what was written since', async () => {
    await using host = await guest();
    await using connection = await host.connect();
    const web = await connection.domainLookupByName('web');
    host.happen('web', { kind: 'diskWritten', disk: 'vda', bytes: 5n * mebibyte });
    const first = await web.checkpointCreateXML(checkpoint('first'));
    host.happen('web', { kind: 'diskWritten', disk: 'vda', bytes: 3n * mebibyte });
    expect(await first.getXMLDesc({ size: true })).toContain(`bitmap='first' size='${3n * mebibyte}'`);
    await web.backupBegin(backup(copied, '<incremental>first</incremental>'), { checkpointXml: checkpoint('second') });
    expect((await web.getJobStats()).diskTotal).toBe(3n * mebibyte);
    await web.abortJob();
    host.happen('web', { kind: 'diskWritten', disk: 'vda', bytes: 1000n * mebibyte });
    const second = await web.checkpointLookupByName('second');
    expect(await second.getXMLDesc({ size: true })).toContain(`size='${64n * mebibyte}'`);
    await web.destroy();
    await expect(second.getXMLDesc({ size: true })).rejects.toMatchObject({ code: 'OPERATION_INVALID' });
  });

  test('may fail in the middle, which all who listen hear of', async () => {
    await using host = await guest();
    await using connection = await host.connect();
    const web = await connection.domainLookupByName('web');
    await web.backupBegin(backup("<disk name='vdb' type='file'><target file='/copy'/></disk>"));
    host.clock.advance('2s');
    const over = host.events.next('domainJobCompleted', { domain: 'web' });
    host.happen('web', { kind: 'jobFails', why: 'no space left' });
    expect((await over).params).toContainEqual({ field: 'success', value: { type: 'boolean', value: false } });
    const stats = await web.getJobStats({ completed: true });
    expect(stats).toMatchObject({
      type: 'failed',
      diskProcessed: 2n << 37n,
      errmsg: expect.stringContaining('no space left'),
    });
    expect(() => host.happen('web', { kind: 'jobFails' })).toThrow(/no job/);
  });
});

test('a job on a disk may fail in the middle, and the disk stays what it was', async () => {
  await using host = await guest();
  await using connection = await host.connect();
  const web = await connection.domainLookupByName('web');
  await web.blockCopy('vdb', "<disk type='file'><source file='/copy'/></disk>", {}, { transientJob: true });
  host.clock.advance('1s');
  const failed = host.events.next('domainBlockJob2', { when: ({ status }) => status === 1 });
  host.happen('web', { kind: 'blockJobFails', disk: 'vdb' });
  expect((await failed).dst).toBe('vdb');
  expect(await web.getXMLDesc()).not.toContain('mirror');
  expect(() => host.happen('web', { kind: 'blockJobFails', disk: 'vdb' })).toThrow(/no active block job/);
});
