import { mkdir, stat, writeFile } from 'node:fs/promises';
import { type Connection, type Domain, domainStats, open } from '@tsvirt/core';
import { deferred } from '@tsvirt/util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiHost, noQemu, onEachDaemon } from './api-host.js';

/** A guest that is never let go: no firmware and no system runs in it, hence nothing in it depends on time. */
const guestXml = (disk: string): string => `<domain type='qemu'>
  <name>still</name><memory unit='MiB'>64</memory><vcpu>1</vcpu>
  <os><type arch='x86_64' machine='pc'>hvm</type></os>
  <devices>
    <disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='${disk}'/>
      <target dev='vda' bus='virtio'/></disk>
    <serial type='pty'/><console type='pty'/>
    <graphics type='vnc' port='-1' autoport='yes' listen='127.0.0.1'/><video><model type='vga'/></video>
    <memballoon model='virtio'/>
  </devices>
</domain>`;

onEachDaemon(
  'a guest under QEMU through the API',
  daemon => {
    let host: ApiHost;
    let connection: Connection;
    let guest: Domain;
    let disk: string;

    beforeAll(async () => {
      host = await daemon.start();
      await mkdir(host.at('guests'));
      disk = host.at('guests/disk');
      await writeFile(disk, Buffer.alloc(1 << 20, 'tsvirt'));
      connection = await open(host.uri('qemu:///system'), { timeoutMs: 60_000 });
      guest = await connection.domainDefineXML(guestXml(disk));
      await guest.createWithFlags({ paused: true });
    });
    afterAll(async () => {
      await guest?.destroy().catch(() => {});
      await connection?.close();
      await host?.[Symbol.asyncDispose]();
    });

    test('the connection says what it is', async () => {
      expect(await connection.getType()).toBe('QEMU');
      expect(await connection.getURI()).toBe('qemu:///system');
      expect(await connection.getVersion()).toBeGreaterThan(2_000_000);
      expect(await connection.getCapabilities()).toContain("<domain type='qemu'");
      expect(await connection.getDomainCapabilities({ arch: 'x86_64', virttype: 'qemu' })).toContain(
        '<domainCapabilities>',
      );
    });

    test('a guest that starts paused is so by its caller', async () => {
      expect(guest.id).toBeGreaterThan(0);
      expect(await guest.getState()).toEqual({ state: 'paused', reason: 'user' });
      expect(await guest.getInfo()).toMatchObject({ state: 'paused', maxMemoryKiB: 65_536n, vcpus: 1 });
      const xml = await guest.getXMLDesc();
      expect(xml).toContain(`<domain type='qemu' id='${guest.id}'`);
      expect(await guest.getXMLDesc({ inactive: true })).toMatch(/^<domain type='qemu'>/);
    });

    test('what the guest cannot do now is refused with the hypervisor’s errors', async () => {
      await expect(guest.create()).rejects.toMatchObject({ code: 'OPERATION_INVALID', domain: 'QEMU' });
      await expect(guest.suspend()).resolves.toBeUndefined();
      await expect(connection.domainLookupByName('nosuch')).rejects.toMatchObject({
        code: 'NO_DOMAIN',
        domain: 'QEMU',
      });
      await expect(connection.domainCreateXML('<domain/>')).rejects.toMatchObject({ domain: 'DOMAIN' });
      await expect(guest.blockStats('vdz')).rejects.toMatchObject({ code: 'INVALID_ARG' });
    });

    test('its disk is measured', async () => {
      expect(await guest.getBlockInfo('vda')).toMatchObject({ capacity: 1_048_576n });
      const [report] = await connection.domainListGetStats([guest], { stats: { state: true, block: true } });
      expect(domainStats(report?.stats ?? {})).toMatchObject({
        state: { state: 'paused' },
        blocks: [{ number: 0, name: 'vda', capacity: 1_048_576n, readBytes: expect.any(BigInt) }],
      });
    });

    test.skipIf(!daemon.serves('virDomainBlockPeek'))('its disk is read', async () => {
      expect(Buffer.from(await guest.blockPeek('vda', 0n, 6)).toString()).toBe('tsvirt');
    });

    test('it runs and pauses, and both are told in order', async () => {
      await using events = await connection.events('domainLifecycle', { domain: guest });
      await guest.resume();
      await guest.suspend();
      expect((await events.next()).value).toMatchObject({ event: 'resumed', detail: 'unpaused' });
      expect((await events.next()).value).toMatchObject({ event: 'suspended', detail: 'paused' });
      expect(await guest.getState()).toEqual({ state: 'paused', reason: 'user' });
    });

    test('its monitor answers, and tells its events', async () => {
      const reply = await guest.qemuMonitorCommand('{"execute":"query-status"}');
      expect(JSON.parse(reply)).toMatchObject({ return: { running: false } });
      const names: string[] = [];
      const both = deferred();
      await using _subscription = await connection.domainQemuMonitorEventRegister(
        ({ event }) => {
          if (names.push(event) === 2) both.resolve();
        },
        { event: '^(RESUME|STOP)$', regex: true },
      );
      await guest.resume();
      await guest.suspend();
      await both.promise;
      expect(names).toEqual(['RESUME', 'STOP']);
    });

    test('a device comes and goes in its definition', async () => {
      const device = `<disk type='file'><driver name='qemu' type='raw'/><source file='${host.at('guests/more')}'/>
        <target dev='vdb' bus='virtio'/></disk>`;
      await guest.attachDeviceFlags(device, { config: true });
      expect(await guest.getXMLDesc({ inactive: true })).toContain("<target dev='vdb'");
      await guest.detachDeviceFlags(device, { config: true });
      expect(await guest.getXMLDesc({ inactive: true })).not.toContain("<target dev='vdb'");
    });

    test('title and description are set and told', async () => {
      await using events = await connection.events('domainMetadataChange');
      await guest.setMetadata('title', 'a quiet one', { live: true });
      expect(await guest.getMetadata('title')).toBe('a quiet one');
      expect((await events.next()).value).toMatchObject({ type: 'title', domain: { name: 'still' } });
    });

    test('its screen is a picture on a stream', async () => {
      const { mime, stream } = await guest.screenshot();
      const parts: Uint8Array[] = [];
      await stream.recvAll(data => void parts.push(data.slice()));
      const picture = Buffer.concat(parts);
      expect([mime, picture.subarray(1, 4).toString()]).toEqual(
        mime === 'image/png' ? ['image/png', 'PNG'] : ['image/x-portable-pixmap', expect.stringMatching(/^6\s/)],
      );
      expect(picture.length).toBeGreaterThan(100);
    });

    test('its console has one client, until another takes it by force', async () => {
      await using first = await guest.openConsole();
      await first.send(Buffer.from('nobody listens'));
      await expect(guest.openConsole({ safe: true })).rejects.toMatchObject({ code: 'OPERATION_FAILED' });
      await using second = await guest.openConsole({ force: true });
      await second.send(Buffer.from('still nobody'));
      await expect(first.recv()).rejects.toMatchObject({ code: expect.any(String) });
      await expect(guest.openConsole({ devName: 'nosuch' })).rejects.toMatchObject({ code: 'INTERNAL_ERROR' });
    });

    test('it outlives its daemon', async () => {
      await using lasting = await open(host.uri('qemu:///system'), { timeoutMs: 60_000, reconnect: { delayMs: 20 } });
      const same = await lasting.domainLookupByName('still');
      await using events = await lasting.events('domainLifecycle', { gaps: true });
      await host.restart();
      expect(await same.getState()).toMatchObject({ state: 'paused' });
      expect((await events.next()).value?.gap?.reason).toMatchObject({ code: 'RPC' });
      expect((await lasting.domainLookupByName('still')).id).toBe(guest.id);
      await same.resume();
      expect((await events.next()).value?.event).toMatchObject({ event: 'resumed' });
      connection = await open(host.uri('qemu:///system'), { timeoutMs: 60_000 });
      guest = await connection.domainLookupByName('still');
      await guest.suspend();
    });

    test.skipIf(!daemon.serves('virDomainSave'))('it is saved, and goes on from there', async () => {
      const image = host.at('guests/saved');
      await using events = await connection.events('domainLifecycle', { domain: guest });
      await guest.save(image);
      expect((await stat(image)).size).toBeGreaterThan(1000);
      expect((await events.next()).value).toMatchObject({ event: 'stopped', detail: 'saved' });
      expect(await connection.domainSaveImageGetXMLDesc(image)).toContain('<name>still</name>');
      await connection.domainRestoreFlags(image, { paused: true });
      const seen = (await events.next()).value;
      expect(seen).toMatchObject({ event: 'started', detail: 'restored' });
      guest = await connection.domainLookupByName('still');
      expect((await guest.getState()).state).toBe('paused');
    });

    test('its end is told with its cause', async () => {
      await using events = await connection.events('domainLifecycle', { domain: guest });
      await guest.destroy();
      let last = (await events.next()).value;
      // QEMU may come to say that it was told to go.
      if (last?.event === 'shutdown') last = (await events.next()).value;
      expect(last).toMatchObject({ event: 'stopped', detail: 'destroyed' });
      expect(guest.id).toBeUndefined();
      await guest.undefine();
      expect((await events.next()).value).toMatchObject({ event: 'undefined', detail: 'removed' });
      await expect(guest.getInfo()).rejects.toMatchObject({ code: 'NO_DOMAIN', domain: 'QEMU' });
    });
  },
  noQemu,
);
