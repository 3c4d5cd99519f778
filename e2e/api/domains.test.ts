import { type Connection, domainStats, DomainXMLFlags, open, type XmlCodec } from '@tsvirt/core';
import { formatDomain, parseDomain } from '@tsvirt/conf';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiHost, domainXml, onEachDaemon } from './api-host.js';

/** conf's model of a domain, as the API takes it. */
const domainDocument: XmlCodec<ReturnType<typeof parseDomain>> = {
  parse: xml => parseDomain(xml),
  format: value => formatDomain(value),
};

onEachDaemon('domains through the API', daemon => {
  let host: ApiHost;
  let connection: Connection;

  beforeAll(async () => {
    host = await daemon.start();
    connection = await open(host.uri('test:///default'), { timeoutMs: 20_000 });
  });
  afterAll(async () => {
    await connection?.close();
    await host?.[Symbol.asyncDispose]();
  });

  test('the connection says what it is', async () => {
    expect(await connection.getType()).toBe('TEST');
    expect(await connection.getURI()).toBe('test:///default');
    expect(await connection.getLibVersion()).toBeGreaterThan(1_000_000);
    expect(await connection.isSecure()).toBe(true);
    expect(connection.isAlive()).toBe(true);
    expect(await connection.nodeGetInfo()).toMatchObject({ model: 'i686', memoryKiB: expect.any(BigInt) });
    expect((await connection.nodeGetCPUMap()).online.length).toBeGreaterThan(0);
  });

  test('a domain is found by name, uuid and id, and in lists', async () => {
    const domain = await connection.domainLookupByName('test');
    expect(domain).toMatchObject({ name: 'test', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 1 });
    const uuid = domain.getUUID();
    expect((await connection.domainLookupByUUID(uuid)).name).toBe('test');
    expect((await connection.domainLookupByUUIDString(domain.uuid.toUpperCase())).name).toBe('test');
    expect((await connection.domainLookupByID(1)).uuid).toBe(domain.uuid);
    expect((await connection.listAllDomains({ active: true })).map(({ name }) => name)).toContain('test');
    expect(await connection.listDomains()).toContain(1);
  });

  test('what is not there has its error', async () => {
    await expect(connection.domainLookupByName('nosuch')).rejects.toMatchObject({ code: 'NO_DOMAIN' });
    await expect(connection.domainLookupByUUIDString('nonsense')).rejects.toMatchObject({ code: 'INVALID_ARG' });
  });

  test('states and reasons are names, sizes are bigints', async () => {
    const domain = await connection.domainLookupByName('test');
    expect(await domain.getState()).toMatchObject({ state: 'running' });
    expect(await domain.getInfo()).toMatchObject({
      state: 'running',
      maxMemoryKiB: 8_388_608n,
      memoryKiB: 2_097_152n,
      vcpus: 2,
    });
  });

  test('XML comes as text, with flags by name or number, or as a value', async () => {
    const domain = await connection.domainLookupByName('test');
    expect(await domain.getXMLDesc()).toContain("<domain type='test' id='1'>");
    const stored = await domain.getXMLDesc({ inactive: true });
    expect(stored).toContain("<domain type='test'>");
    expect(await domain.getXMLDesc({ flags: DomainXMLFlags.inactive })).toBe(stored);
    const value = await domain.getXMLDesc({ as: domainDocument });
    expect(value.name).toBe('test');
  });

  test('a domain lives its life', async () => {
    const domain = await connection.domainDefineXML(domainXml('api-life'));
    expect(domain.id).toBeUndefined();
    expect(await domain.isPersistent()).toBe(true);
    await domain.create();
    expect(domain.id).toBeGreaterThan(0);
    await domain.suspend();
    expect(await domain.getState()).toEqual({ state: 'paused', reason: 'user' });
    await domain.resume();
    await domain.destroy();
    expect(domain.id).toBeUndefined();
    expect(await domain.getState()).toEqual({ state: 'shutoff', reason: 'destroyed' });
    await domain.setAutostart(true);
    expect(await domain.getAutostart()).toBe(true);
    await domain.undefine();
    await expect(domain.getInfo()).rejects.toMatchObject({ code: 'NO_DOMAIN' });
  });

  test('a value that conf knows is sent as XML', async () => {
    const value = domainDocument.parse(domainXml('api-value'));
    const domain = await connection.domainCreateXML({ as: domainDocument, value });
    expect(domain.name).toBe('api-value');
    expect((await domain.getState()).state).toBe('running');
    await domain.destroy();
  });

  test('parameters are objects with the names and types of their group', async () => {
    const domain = await connection.domainLookupByName('test');
    expect(await domain.getSchedulerType()).toBe('fair');
    const before = await domain.getSchedulerParameters();
    expect(before).toEqual({ weight: 50 });
    await domain.setSchedulerParameters(before);
    const odd = { others: { weight: { type: 'int', value: 1 } } } as const;
    await expect(domain.setSchedulerParameters(odd)).rejects.toMatchObject({ code: 'INVALID_ARG' });
  });

  test('sets of CPUs are lists of numbers', async () => {
    const domain = await connection.domainLookupByName('test');
    const before = await domain.getVcpuPinInfo();
    await domain.pinVcpu(0, [0, 3]);
    expect((await domain.getVcpuPinInfo())[0]).toEqual([0, 3]);
    expect(await domain.getVcpus()).toMatchObject([{ number: 0, state: 'running', cpus: [0, 3] }, { number: 1 }]);
    await domain.pinVcpu(0, before[0] ?? [0]);
  });

  test('title and description are set and removed', async () => {
    const domain = await connection.domainLookupByName('test');
    await domain.setMetadata('title', 'of a test', { config: true, live: true });
    expect(await domain.getMetadata('title')).toBe('of a test');
    await domain.setMetadata('title', undefined, { config: true, live: true });
    await expect(domain.getMetadata('title')).rejects.toMatchObject({ code: 'NO_DOMAIN_METADATA' });
  });

  test('snapshots know their domain and their parent', async () => {
    const domain = await connection.domainLookupByName('test');
    const first = await domain.snapshotCreateXML('<domainsnapshot><name>first</name></domainsnapshot>');
    const second = await domain.snapshotCreateXML('<domainsnapshot><name>second</name></domainsnapshot>');
    expect((await second.getParent()).name).toBe('first');
    expect(second.getDomain()).toBe(domain);
    expect((await domain.listAllSnapshots({ topological: true })).map(({ name }) => name)).toEqual(['first', 'second']);
    expect(await second.isCurrent()).toBe(true);
    await domain.revertToSnapshot(first);
    expect((await domain.snapshotCurrent()).name).toBe('first');
    await first.delete({ children: true });
    expect(await domain.listAllSnapshots()).toEqual([]);
  });

  test('a call ends with its signal, and one on a read-only connection is refused', async () => {
    const domain = await connection.domainLookupByName('test');
    await expect(domain.getInfo({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'OPERATION_ABORTED' });
    await using looking = await open(host.uri('test:///default'), { readOnly: true });
    const seen = await looking.domainLookupByName('test');
    await expect(seen.suspend()).rejects.toMatchObject({ code: 'OPERATION_DENIED' });
  });

  test('an overview has state, size and XML of all domains', async () => {
    const all = await connection.domainOverview({ xml: { as: domainDocument } });
    const one = all.find(({ domain }) => domain.name === 'test');
    expect(one).toMatchObject({
      status: { state: 'running' },
      vcpus: 2,
      maxMemoryKiB: 8_388_608n,
      xml: { name: 'test' },
    });
    expect(await connection.domainOverview({ only: 'inactive' })).toEqual([]);
  });

  test('measurements go by the names of the API', async () => {
    const reports = await connection.getAllDomainStats({ stats: { state: true } });
    const one = reports.find(({ domain }) => domain.name === 'test');
    expect(one?.stats).toMatchObject({ 'state.state': 1 });
    expect(domainStats(one?.stats ?? {}).state).toMatchObject({ state: 'running' });
  });
});
