import { type Connection, type Domain, open } from '@tsvirt/core';
import { VirtError } from '@tsvirt/util';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ApiHost, completeMissing, guestXml, onEachDaemon } from './api-host.js';
import { EventLog } from './event-log.js';

const name = 'mover';
const live = { live: true } as const;

onEachDaemon(
  'guests that migrate, through the API',
  daemon => {
    let hosts: readonly [ApiHost, ApiHost];
    let here: Connection;
    let there: Connection;
    let logs: readonly [EventLog, EventLog];

    beforeAll(async () => {
      const first = await daemon.start();
      hosts = [first, await daemon.start(first)];
      here = await open(hosts[0].uri(daemon.complete));
      there = await open(hosts[1].uri(daemon.complete));
      const small = (marker: string) => guestXml(daemon, marker);
      logs = [await EventLog.of(here, small), await EventLog.of(there, small)];
      for (const log of logs) await log.listen('domainJobCompleted', ({ stats }) => `job ${stats.operation}`);
    });
    beforeEach(async () => void (await heard()));
    afterEach(async () => {
      for (const connection of [here, there]) {
        for (const domain of await connection.listAllDomains()) {
          const isPersistent = await domain.isPersistent();
          if (await domain.isActive()) await domain.destroy();
          if (isPersistent) await domain.undefine();
        }
      }
    });
    afterAll(async () => {
      await here?.close();
      await there?.close();
      for (const host of hosts.toReversed()) await host[Symbol.asyncDispose]();
    });

    const heard = async () => ({ here: await logs[0].taken(), there: await logs[1].taken() });
    const thereUri = (): string => hosts[1].uri(daemon.complete);

    /** A guest of the source, of which nothing was heard yet. */
    async function guest(start: 'running' | 'paused' | 'off', memoryMiB = 64): Promise<Domain> {
      const domain = await here.domainDefineXML(guestXml(daemon, name).replace('>64<', `>${memoryMiB}<`));
      if (start !== 'off') await domain.createWithFlags({ paused: start === 'paused' });
      await heard();
      return domain;
    }

    /** What became of a guest on a host: its state, and whether it stays when it ends; undefined: there is none. */
    async function found(connection: Connection, called = name): Promise<string | undefined> {
      try {
        const domain = await connection.domainLookupByName(called);
        const { state, reason } = await domain.getState();
        return `${state} ${reason}${(await domain.isPersistent()) ? ', stored' : ''}`;
      } catch (reason) {
        if (VirtError.is(reason) && reason.code === 'NO_DOMAIN') return undefined;
        throw reason;
      }
    }

    /** Begins a slow migration. @returns what comes of it, once its first pass has begun */
    async function onTheWay(domain: Domain, options: { postcopy?: boolean; signal?: AbortSignal } = {}) {
      await using passes = await here.events('domainMigrationIteration', { domain });
      const moving = domain.migrate3(there, { bandwidth: 1n }, { ...live, ...options });
      const outcome = moving.then(
        arrived => arrived.name,
        (reason: unknown) => (VirtError.is(reason) ? reason.code : 'no VirtError'),
      );
      expect((await passes.next()).value).toMatchObject({ iteration: 1, domain: { name } });
      return { outcome };
    }

    test('a running one goes on at the destination, and is stored where it was', async () => {
      const domain = await guest('running');
      const arrived = await domain.migrate(there, live);
      expect(arrived).toMatchObject({ name, uuid: domain.uuid, id: expect.any(Number) });
      expect(arrived.connection).toBe(there);
      expect(domain.id).toBeUndefined();
      expect(await heard()).toEqual({
        here: ['suspended migrated', 'stopped migrated', 'job migrationOut'],
        there: ['started migrated', 'resumed migrated'],
      });
      expect([await found(here), await found(there)]).toEqual(['shutoff migrated, stored', 'running migrated']);
      const figures = { type: 'completed', memoryRemaining: 0n, memoryTotal: expect.any(BigInt) };
      expect(await domain.getJobStats({ completed: true })).toMatchObject({ ...figures, operation: 'migrationOut' });
      expect(await arrived.getJobStats({ completed: true })).toMatchObject({ ...figures, operation: 'migrationIn' });
    });

    test('a paused one stays paused, and can be stored at the destination alone', async () => {
      const domain = await guest('paused');
      await domain.migrate3(there, {}, { ...live, persistDest: true, undefineSource: true });
      expect(await heard()).toEqual({
        here: ['stopped migrated', 'job migrationOut'],
        there: ['started migrated', 'defined added', 'suspended paused'],
      });
      expect([await found(here), await found(there)]).toEqual([undefined, 'paused user, stored']);
    });

    test('the hosts do it by themselves, also under another name', async () => {
      const domain = await guest('paused');
      await domain.migrateToURI3(thereUri(), { destName: 'moved' }, { ...live, peer2peer: true, persistDest: true });
      expect(await heard()).toEqual({
        here: ['stopped migrated', 'job migrationOut'],
        there: ['started migrated', 'defined added', 'suspended paused'],
      });
      expect([await found(here), await found(there, 'moved')]).toEqual([
        'shutoff migrated, stored',
        'paused user, stored',
      ]);
    });

    test('memory takes a socket of the host, and the guest is another document’s at the destination', async () => {
      const domain = await guest('paused');
      const xml = await domain.getXMLDesc({ migratable: true });
      const [destXml, persistXml] = ['now', 'later'].map(title =>
        xml.replace('</name>', `</name><title>${title}</title>`),
      );
      const uri = `unix://${hosts[0].at('way')}`;
      const arrived = await domain.migrate3(there, { uri, destXml, persistXml }, { ...live, persistDest: true });
      expect(await arrived.getMetadata('title', { live: true })).toBe('now');
      expect(await arrived.getMetadata('title', { config: true })).toBe('later');
    });

    test('one that does not run goes as a document', async () => {
      const domain = await guest('off');
      await expect(domain.migrate3(there, {}, { offline: true })).rejects.toMatchObject({ code: 'OPERATION_INVALID' });
      await domain.migrate3(there, {}, { offline: true, persistDest: true });
      expect(await heard()).toEqual({ here: [], there: ['defined added'] });
      expect([await found(here), await found(there)]).toEqual(['shutoff unknown, stored', 'shutoff unknown, stored']);
      await (await there.domainLookupByName(name)).undefine();
      const flags = { offline: true, persistDest: true, undefineSource: true, peer2peer: true };
      await domain.migrateToURI3(thereUri(), {}, flags);
      expect([await found(here), await found(there)]).toEqual([undefined, 'shutoff unknown, stored']);
    });

    test('one that is given up by its job goes on where it was', async () => {
      const domain = await guest('running', 1024);
      const { outcome } = await onTheWay(domain);
      expect(await domain.getJobInfo()).toMatchObject({ type: 'unbounded', memTotal: expect.any(BigInt) });
      expect(await domain.getJobStats()).toMatchObject({
        type: 'unbounded',
        operation: 'migrationOut',
        memoryIteration: 1n,
      });
      expect(await found(there)).toBe('paused migration');
      await domain.migrateSetMaxSpeed(2n);
      expect(await domain.migrateGetMaxSpeed()).toBe(2n);
      await domain.abortJob();
      expect(await outcome).toBe('OPERATION_ABORTED');
      expect(await heard()).toEqual({ here: [], there: ['started migrated', 'stopped failed'] });
      expect([await found(here), await found(there)]).toEqual(['running booted, stored', undefined]);
      expect(await domain.getJobStats({ completed: true })).toMatchObject({ type: 'none' });
    });

    test('one whose caller gives up goes on where it was, and may leave again', async () => {
      const domain = await guest('running', 1024);
      const patience = new AbortController();
      const { outcome } = await onTheWay(domain, { signal: patience.signal });
      patience.abort();
      expect(await outcome).toBe('OPERATION_ABORTED');
      expect([await found(here), await found(there)]).toEqual(['running booted, stored', undefined]);
      expect((await domain.getJobInfo()).type).toBe('none');
      expect(await heard()).toEqual({ here: [], there: ['started migrated', 'stopped failed'] });
      await domain.suspend();
      await domain.migrate(there, live);
      expect(await found(there)).toBe('paused user');
    });

    test('one goes on there before all its memory came', async () => {
      const domain = await guest('running', 1024);
      const { outcome } = await onTheWay(domain, { postcopy: true });
      await domain.migrateStartPostCopy();
      await domain.migrateSetMaxSpeed(1000n).catch(() => {}); // it may be there by now
      expect(await outcome).toBe(name);
      expect(await heard()).toEqual({
        here: ['suspended migrated', 'suspended postcopy', 'stopped migrated', 'job migrationOut'],
        there: ['started migrated', 'resumed postcopy', 'resumed migrated'],
      });
    });

    test('what cannot be is refused, and the guest goes on where it was', async () => {
      const domain = await guest('running');
      const xml = await domain.getXMLDesc({ migratable: true });
      const smaller = xml.replace(/<memory .*/, "<memory unit='MiB'>32</memory>").replace(/<currentMemory .*/, '');
      const refused = (parameters: Parameters<Domain['migrate3']>[1], flags = {}) =>
        expect(domain.migrate3(there, parameters, { ...live, ...flags })).rejects;
      await refused({ destXml: smaller }).toMatchObject({ code: 'CONFIG_UNSUPPORTED', domain: 'DOMAIN' });
      await refused({ uri: 'nothing:here' }).toMatchObject({ code: 'ARGUMENT_UNSUPPORTED' });
      await refused({}, { nonSharedDisk: true, nonSharedInc: true }).toMatchObject({ code: 'INVALID_ARG' });
      await refused({}, { tunnelled: true }).toMatchObject({ code: 'INVALID_ARG' });
      const nowhere = thereUri().replace(/sock$/, 'nobody');
      await expect(domain.migrateToURI3(nowhere, {}, { ...live, peer2peer: true })).rejects.toMatchObject({
        code: 'SYSTEM_ERROR',
      });
      const other = await there.domainDefineXML(guestXml(daemon, name));
      await refused({}).toMatchObject({ code: 'OPERATION_FAILED', domain: 'DOMAIN' });
      await other.undefine();
      await heard();
      expect([await found(here), await found(there)]).toEqual(['running booted, stored', undefined]);
      await domain.destroy();
      await refused({}).toMatchObject({ code: 'OPERATION_INVALID', domain: 'DOMAIN' });
    });
  },
  completeMissing,
);
