import { mkdir } from 'node:fs/promises';
import { type Connection, open, type OpenOptions } from '@tsvirt/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiHost, completeMissing, guestXml, onEachDaemon } from './api-host.js';

const mebibyte = 1 << 20;

/** What a connection ends with that its daemon left: with an end, or with data that nobody read. */
const lost: unknown = expect.stringMatching(/^(RPC|SYSTEM_ERROR)$/);

onEachDaemon(
  'connections that are kept up through the API',
  daemon => {
    let host: ApiHost;

    beforeAll(async () => {
      host = await daemon.start();
      await mkdir(host.at('pool'));
    });
    afterAll(() => host?.[Symbol.asyncDispose]());

    const lasting = (driver = 'test:///default', more: OpenOptions = {}): Promise<Connection> =>
      open(host.uri(driver), { timeoutMs: 60_000, reconnect: { delayMs: 10, maxDelayMs: 200 }, ...more });

    test('a thousand subscriptions go on after the daemon was killed, each with one gap', async () => {
      await using connection = await lasting();
      const streams = await Promise.all(
        Array.from({ length: 1000 }, () => connection.events('domainLifecycle', { gaps: true })),
      );
      await host.restart('SIGKILL');
      await (await connection.domainLookupByName('test')).suspend();
      for (const step of ['gap', 'suspended']) {
        const heard = await Promise.all(streams.map(stream => stream.next()));
        const found = heard.map(({ value }) => (value?.gap === undefined ? value?.event?.event : 'gap'));
        expect(new Set(found)).toEqual(new Set([step]));
      }
    });

    test('a hundred connections come back, and find each object by its uuid', async () => {
      const connections = await Promise.all(Array.from({ length: 100 }, () => lasting()));
      const domains = await Promise.all(connections.map(one => one.domainLookupByName('test')));
      await host.restart();
      const states = await Promise.all(domains.map(domain => domain.getState()));
      expect(new Set(states.map(({ state }) => state))).toEqual(new Set(['running']));
      await Promise.all(connections.map(one => one.close()));
    });

    test('calls under way fail, and those that are made meanwhile wait', async () => {
      await using connection = await lasting();
      const domain = await connection.domainLookupByName('test');
      process.kill(host.pid, 'SIGSTOP');
      const underWay = Promise.allSettled(Array.from({ length: 20 }, () => domain.getInfo()));
      await host.restart('SIGKILL');
      for (const one of await underWay) expect(one).toMatchObject({ status: 'rejected', reason: { code: lost } });
      expect((await domain.getInfo()).state).toBe('running');
    });

    test('streams under way fail on both ends, and new ones can be opened', async () => {
      await using connection = await lasting(daemon.complete);
      const poolXml = `<pool type='dir'><name>lasting</name><target><path>${host.at('pool')}</path></target></pool>`;
      const volumeXml = (name: string) =>
        `<volume><name>${name}</name><capacity>${64 * mebibyte}</capacity><allocation>0</allocation></volume>`;
      const pool = await connection.storagePoolCreateXML(poolXml);
      const volume = await pool.storageVolCreateXML(volumeXml('before'));
      const upload = await volume.upload();
      await upload.send(Buffer.alloc(mebibyte));
      const download = await volume.download();
      expect((await download.recv(10))?.length).toBe(10);
      const sending = (async () => {
        for (;;) await upload.send(Buffer.alloc(mebibyte));
      })();
      const receiving = (async () => {
        while ((await download.recv()) !== undefined);
      })();
      const ends = Promise.allSettled([sending, receiving]);
      process.kill(host.pid, 'SIGSTOP');
      await host.restart('SIGKILL');
      for (const one of await ends) expect(one).toMatchObject({ status: 'rejected', reason: { code: lost } });
      const again = await connection
        .storagePoolCreateXML(poolXml)
        .catch(() => connection.storagePoolLookupByName('lasting'));
      const other = await again.storageVolCreateXML(volumeXml('after'));
      await (await other.upload()).sendAll([Buffer.from('after')]);
      expect(Buffer.from((await (await other.download({ length: 5n })).recv()) ?? []).toString()).toBe('after');
    });

    test('a job under way is lost to its caller only', async () => {
      await using connection = await lasting(daemon.complete);
      const guest = await connection.domainDefineXML(guestXml(daemon, 'busy'));
      await guest.createWithFlags({ paused: true });
      await using events = await connection.events('domainLifecycle', { gaps: true });
      process.kill(host.pid, 'SIGSTOP');
      const saving = guest.save(host.at('busy.save'));
      const outcome = saving.then(
        () => 'saved',
        (reason: { readonly code?: string }) => reason.code,
      );
      await host.restart('SIGKILL');
      expect(await outcome).toEqual(lost);
      expect((await events.next()).value?.gap?.reason).toMatchObject({ code: lost });
      if (daemon.guestType === 'test') return; // a mock host ends with its daemon
      expect((await guest.getState()).state).toBe('paused');
      await guest.resume();
      expect((await events.next()).value?.event).toMatchObject({ event: 'resumed' });
      await guest.destroy();
      await guest.undefine();
    });

    test('a daemon that comes late is waited for, and one that does not come is not', async () => {
      const patient = await lasting();
      const impatient = await lasting('test:///default', { reconnect: { delayMs: 1, maxDelayMs: 1, attempts: 3 } });
      await host.stop();
      const waiting = patient.getHostname();
      await expect(patient.getHostname({ timeoutMs: 50 })).rejects.toMatchObject({ code: 'OPERATION_TIMEOUT' });
      expect(await impatient.closed).toMatchObject({ code: lost });
      await expect(impatient.getHostname()).rejects.toMatchObject({ code: lost });
      await expect(open(host.uri('test:///default'))).rejects.toMatchObject({ code: 'SYSTEM_ERROR' });
      await host.restart();
      expect(await waiting).toMatch(/./);
      await patient.close();
    });
  },
  completeMissing,
);
