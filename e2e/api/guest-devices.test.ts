import { mkdir, writeFile } from 'node:fs/promises';
import { type Connection, type Domain, domainStats, open } from '@tsvirt/core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { run } from '../process.js';
import { type ApiHost, completeMissing, guestXml, onEachDaemon } from './api-host.js';
import { EventLog } from './event-log.js';

const mebibyte = 1 << 20;

onEachDaemon(
  'devices, disks and moments of a guest through the API',
  daemon => {
    let host: ApiHost;
    let connection: Connection;
    let log: EventLog;
    let guest: Domain;

    beforeAll(async () => {
      host = await daemon.start();
      await mkdir(host.at('disks'));
      for (const name of ['base', 'more', 'one.iso', 'two.iso'])
        await writeFile(disk(name), Buffer.alloc(mebibyte, 'tsvirt'));
      connection = await open(host.uri(daemon.complete), { timeoutMs: 60_000 });
      log = await EventLog.of(connection, name => guestXml(daemon, name));
      await log.listen('domainDeviceAdded', ({ devAlias }) => `added ${devAlias}`);
      await log.listen('domainTrayChange', ({ devAlias, reason }) => `tray of ${devAlias}: ${reason}`);
      await log.listen('domainTunable', ({ params }) => Object.keys(params).join(' '));
      await log.listen('domainMetadataChange', ({ type }) => `metadata: ${type}`);
      await log.listen('domainReboot', () => 'reboot');
      await log.listen('domainBlockJob2', ({ target, type, status }) => `${type} of ${target}: ${status}`);
      await log.listen('domainJobCompleted', ({ stats }) => `job: ${stats.operation}`);
    });
    beforeEach(async () => {
      await writeFile(disk('base'), Buffer.alloc(mebibyte, 'tsvirt'));
      await run('qemu-img', ['create', '-q', '-f', 'qcow2', '-b', disk('base'), '-F', 'raw', disk('top')]).catch(
        () => {},
      );
      guest = await connection.domainDefineXML(xml());
      await guest.createWithFlags({ paused: true });
      // The mock has no file to take the size from.
      await guest.blockResize('vda', BigInt(mebibyte), { bytes: true });
      await log.taken();
    });
    afterEach(async () => {
      if (await guest.isActive()) await guest.destroy();
      await guest.undefineFlags({ managedSave: true, snapshotsMetadata: true, checkpointsMetadata: true });
    });
    afterAll(async () => {
      await connection?.close();
      await host?.[Symbol.asyncDispose]();
    });

    const disk = (name: string): string => host.at(`disks/${name}`);
    const cdrom = (source: string): string =>
      `<disk type='file' device='cdrom'>${source}<target dev='hdc' bus='ide'/><readonly/></disk>`;
    const iso = (name: string): string => `<source file='${disk(name)}'/>`;
    const xml = (): string =>
      guestXml(
        daemon,
        'moved',
        `<disk type='file'><driver name='qemu' type='qcow2'/><source file='${disk('top')}'/>
          <backingStore type='file'><format type='raw'/><source file='${disk('base')}'/><backingStore/></backingStore>
          <target dev='vda' bus='virtio'/></disk>${cdrom(iso('one.iso'))}
        <channel type='unix'><target type='virtio' name='com.example.talk'/></channel>`,
        '<features><acpi/></features>',
      ).replace('</vcpu>', '</vcpu><iothreads>1</iothreads>');

    /** The file that a running guest's first disk is. */
    const source = async (): Promise<string | undefined> =>
      /<source file='([^']*)'/.exec(await guest.getXMLDesc())?.[1];

    test('a disk and a NIC come while it runs', async () => {
      const more = `<disk type='file'><driver name='qemu' type='raw'/><source file='${disk('more')}'/><target dev='vdb' bus='virtio'/></disk>`;
      await guest.attachDevice(more);
      await guest.attachDeviceFlags("<interface type='user'><model type='virtio'/></interface>", { live: true });
      expect(await log.taken()).toEqual(['added virtio-disk1', 'added net0']);
      const [live, stored] = [await guest.getXMLDesc(), await guest.getXMLDesc({ inactive: true })];
      expect(live).toMatch(/<target dev='vdb' bus='virtio'\/>[^]*<alias name='net0'\/>/);
      expect(stored).not.toContain("dev='vdb'");
      await expect(guest.attachDevice(more)).rejects.toMatchObject({ code: 'XML_ERROR', domain: 'DOMAIN' });
      await expect(guest.detachDeviceAlias('nosuch')).rejects.toMatchObject({ code: 'INTERNAL_ERROR' });
    });

    test('its drive takes another medium', async () => {
      await guest.updateDeviceFlags(cdrom(iso('two.iso')), { live: true });
      expect(await guest.getXMLDesc()).toContain(disk('two.iso'));
      await guest.updateDeviceFlags(cdrom(''), { live: true, force: true });
      expect(await guest.getXMLDesc()).not.toContain('.iso');
      const change = ['tray of ide0-1-0: open', 'tray of ide0-1-0: close'];
      expect(await log.taken()).toEqual([...change, ...change]);
    });

    test('vCPUs, memory, I/O threads and limits of disks are set while it runs', async () => {
      await guest.setVcpusFlags(2, { live: true });
      expect(await guest.getVcpusFlags({ live: true })).toBe(2);
      await expect(guest.setVcpusFlags(3, { live: true })).rejects.toMatchObject({ code: 'INVALID_ARG' });
      await guest.setMemoryFlags(32_768n, { live: true });
      await expect(guest.setMemoryFlags(131_072n, { live: true, maximum: true })).rejects.toMatchObject({
        code: 'OPERATION_INVALID',
      });
      await guest.addIOThread(5, { live: true });
      const threads = (await guest.getIOThreadInfo({ live: true })).map(({ iothreadId }) => iothreadId);
      expect(new Set(threads)).toEqual(new Set([1, 5]));
      await guest.delIOThread(5, { live: true });
      await expect(guest.delIOThread(5, { live: true })).rejects.toMatchObject({ code: 'INVALID_ARG' });
      await guest.setBlockIoTune('vda', { totalBytesSec: 1_000_000n }, { live: true });
      expect((await guest.getBlockIoTune('vda')).totalBytesSec).toBe(1_000_000n);
      await guest.setLifecycleAction('poweroff', 'restart', { live: true });
      expect(await guest.getXMLDesc()).toContain('<on_poweroff>restart</on_poweroff>');
      await guest.setMetadata('title', 'tuned', { live: true });
      await guest.reset();
      expect(await log.taken()).toEqual([
        'blkdeviotune.disk blkdeviotune.total_bytes_sec',
        'metadata: title',
        'reboot',
      ]);
    });

    test('its channel has one client', async () => {
      await using first = await guest.openChannel({ name: 'com.example.talk' });
      await first.send(Buffer.from('hello'));
      await expect(guest.openChannel({ name: 'com.example.talk' })).rejects.toMatchObject({ code: 'OPERATION_FAILED' });
      await expect(guest.openChannel({ name: 'nosuch' })).rejects.toMatchObject({ code: 'INTERNAL_ERROR' });
    });

    test('it is measured', async () => {
      const [report] = await connection.domainListGetStats([guest]);
      const { state, vcpus, blocks } = domainStats(report?.stats ?? {});
      expect(state).toMatchObject({ state: 'paused' });
      // A mock host without a clock of a test's own has no further figures.
      if (daemon.guestType === 'test') return;
      expect({ vcpus, blocks }).toMatchObject({
        vcpus: [{ number: 0 }],
        blocks: [{ name: 'vda', capacity: 1_048_576n }, { name: 'hdc' }],
      });
    });

    test('a snapshot in its disk brings it back, paused or running', async () => {
      const snapshot = await guest.snapshotCreateXML('<domainsnapshot><name>inside</name></domainsnapshot>');
      expect(await snapshot.getXMLDesc()).toMatch(/<state>paused<\/state>[^]*<memory snapshot='internal'/);
      await guest.revertToSnapshot(snapshot);
      expect(await guest.getState()).toEqual({ state: 'paused', reason: 'fromSnapshot' });
      const steps = ['stopped fromSnapshot', 'started fromSnapshot'];
      expect(await log.taken()).toEqual([...steps, 'suspended fromSnapshot', 'defined fromSnapshot']);
      await guest.revertToSnapshot(snapshot, { running: true });
      expect(await guest.getState()).toEqual({ state: 'running', reason: 'fromSnapshot' });
      expect(await log.taken()).toEqual([...steps, 'resumed fromSnapshot', 'defined fromSnapshot']);
      await snapshot.delete();
      expect(await guest.listAllSnapshots()).toEqual([]);
    });

    test('a snapshot outside of its disk is a file on top', async () => {
      const outside = `<domainsnapshot><name>outside</name><disks><disk name='vda'><source file='${disk('outside')}'/></disk>
        <disk name='hdc' snapshot='no'/></disks></domainsnapshot>`;
      await guest.snapshotCreateXML(outside, { diskOnly: true });
      expect(await source()).toBe(disk('outside'));
      const all = `<domainsnapshot><name>all</name><memory snapshot='external' file='${disk('memory')}'/>
        <disks><disk name='vda'><source file='${disk('above')}'/></disk><disk name='hdc' snapshot='no'/></disks></domainsnapshot>`;
      const second = await guest.snapshotCreateXML(all);
      expect(await source()).toBe(disk('above'));
      expect((await second.getParent()).name).toBe('outside');
      expect((await guest.listAllSnapshots({ topological: true })).map(({ name }) => name)).toEqual(['outside', 'all']);
      const again = '<domainsnapshot><name>all</name></domainsnapshot>';
      await expect(guest.snapshotCreateXML(again)).rejects.toMatchObject({
        code: 'OPERATION_FAILED',
        domain: 'DOMAIN',
      });
      expect(await log.taken()).toEqual(['job: snapshot']);
    });

    test('a disk is committed into its base, copied, and pulled together', async () => {
      const ready = async (): Promise<void> => {
        for await (const event of await connection.events('domainBlockJob2')) if (event.status === 'ready') return;
      };
      let isReady = ready();
      await guest.blockCommit('vda', { active: true });
      await isReady;
      expect(await guest.getBlockJobInfo('vda')).toMatchObject({ type: 'activeCommit' });
      await expect(guest.blockPull('vda')).rejects.toMatchObject({ code: 'BLOCK_COPY_ACTIVE' });
      await guest.blockJobAbort('vda', { pivot: true });
      expect(await source()).toBe(disk('base'));
      expect(await guest.getBlockJobInfo('vda')).toBeUndefined();
      isReady = ready();
      await guest.blockCopy(
        'vda',
        `<disk type='file'><driver type='raw'/><source file='${disk('copy')}'/></disk>`,
        {},
        { transientJob: true },
      );
      await isReady;
      expect(await guest.getXMLDesc()).toContain('<mirror ');
      await guest.blockJobAbort('vda');
      await expect(guest.blockJobAbort('vda')).rejects.toMatchObject({ code: 'INVALID_ARG' });
      expect(await log.taken()).toEqual([
        'activeCommit of vda: ready',
        'activeCommit of vda: completed',
        'copy of vda: ready',
        'copy of vda: canceled',
      ]);
    });

    test('a backup is pushed from a checkpoint on, and one that is pulled waits for its end', async () => {
      const checkpoint = await guest.checkpointCreateXML('<domaincheckpoint><name>first</name></domaincheckpoint>');
      expect(await checkpoint.getXMLDesc({ noDomain: true })).toMatch(
        /<disk name='vda' checkpoint='bitmap' bitmap='first'/,
      );
      await using jobs = await connection.events('domainJobCompleted', { domain: guest });
      await guest.backupBegin(`<domainbackup mode='push'><disks>
        <disk name='vda' type='file'><driver type='raw'/><target file='${disk('pushed')}'/></disk></disks></domainbackup>`);
      expect((await jobs.next()).value?.stats).toMatchObject({ operation: 'backup', success: true });
      expect(await guest.getJobStats({ completed: true })).toMatchObject({ type: 'completed', operation: 'backup' });
      await expect(guest.backupGetXMLDesc()).rejects.toMatchObject({ code: 'NO_DOMAIN_BACKUP' });
      await guest.backupBegin(
        `<domainbackup mode='pull'><server transport='unix' socket='${disk('nbd')}'/><disks>
          <disk name='vda' type='file'><scratch file='${disk('scratch')}'/></disk></disks></domainbackup>`,
        { checkpointXml: '<domaincheckpoint><name>second</name></domaincheckpoint>' },
      );
      expect(await guest.backupGetXMLDesc()).toContain("<domainbackup mode='pull'");
      expect(await guest.getJobStats()).toMatchObject({ type: 'unbounded', operation: 'backup' });
      await guest.abortJob();
      expect((await jobs.next()).value?.stats).toMatchObject({ operation: 'backup' });
      const checkpoints = await guest.listAllCheckpoints({ topological: true });
      expect(checkpoints.map(({ name }) => name)).toEqual(['first', 'second']);
      for (const one of checkpoints.toReversed()) await one.delete();
    });

    test('it is dumped, saved, and goes on', async () => {
      await guest.coreDumpWithFormat(disk('core'), 'raw', { memoryOnly: true });
      await guest.save(disk('saved'));
      expect(await log.taken()).toEqual(['job: save', 'stopped saved']);
      await connection.domainRestoreFlags(disk('saved'), { paused: true });
      await guest.managedSave();
      expect(await guest.hasManagedSaveImage()).toBe(true);
      await guest.create();
      expect((await guest.getState()).state).toBe('paused');
      expect(await guest.hasManagedSaveImage()).toBe(false);
      expect(await log.taken()).toEqual([
        'started restored',
        'suspended restored',
        'job: save',
        'stopped saved',
        'started restored',
        'suspended restored',
      ]);
    });
  },
  completeMissing,
);
