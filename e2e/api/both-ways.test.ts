import { type Connection, open } from '@tsvirt/core';
import { VirtError } from '@tsvirt/util';
import { testHost } from '@tsvirt/driver-test/testing';
import { describe, expect, test } from 'vitest';
import { domainXml } from './api-host.js';

type Host = Awaited<ReturnType<typeof testHost>>;

/** The same host by its socket and as a driver of this process. */
async function ways(host: Host): Promise<{ socket: Connection; inside: Connection }> {
  return { socket: await host.connect(), inside: await open('test:///default', { drivers: host.drivers }) };
}

const noDomain = { name: 'nosuch', uuid: '00000000-0000-0000-0000-000000000001', id: -1 };
const web = { name: 'domain-1', uuid: '', id: 1 };

type Ask = (connection: Connection, dom: typeof web) => Promise<unknown>;
const reads: Readonly<Record<string, Ask>> = {
  type: ({ call }) => call.connectGetType({}),
  uri: ({ call }) => call.connectGetURI({}),
  hostname: ({ call }) => call.connectGetHostname({}),
  version: ({ call }) => call.connectGetVersion({}),
  capabilities: ({ call }) => call.connectGetCapabilities({}),
  'node info': ({ call }) => call.nodeGetInfo({}),
  'node CPU map': ({ call }) => call.nodeGetCPUMap({ needMap: 1, needOnline: 1, flags: 0 }),
  'node CPU statistics': connection => connection.nodeGetCPUStats(),
  'node memory statistics': connection => connection.nodeGetMemoryStats(),
  'free memory of cells': connection => connection.nodeGetCellsFreeMemory(),
  'free pages': connection => connection.nodeGetFreePages([4, 2048]),
  'CPU models': connection => connection.getCPUModelNames('x86_64'),
  'all domains': ({ call }) => call.connectListAllDomains({ flags: 0 }),
  ids: ({ call }) => call.connectListDomains({}),
  'names of defined domains': ({ call }) => call.connectListDefinedDomains({}),
  'all networks': ({ call }) => call.connectListAllNetworks({ flags: 0 }),
  'names of networks': ({ call }) => call.connectListNetworks({}),
  'all pools': ({ call }) => call.connectListAllStoragePools({ flags: 0 }),
  'all devices': ({ call }) => call.connectListAllNodeDevices({ flags: 0 }),
  'all interfaces': ({ call }) => call.connectListAllInterfaces({ flags: 0 }),
  measurements: ({ call }) => call.connectGetAllDomainStats({ doms: [], stats: 0, flags: 0 }),
  lookup: ({ call }, { name }) => call.domainLookupByName({ name }),
  info: ({ call }, dom) => call.domainGetInfo({ dom }),
  state: ({ call }, dom) => call.domainGetState({ dom, flags: 0 }),
  XML: ({ call }, dom) => call.domainGetXMLDesc({ dom, flags: 0 }),
  'block info': ({ call }, dom) => call.domainGetBlockInfo({ dom, path: 'vda', flags: 0 }),
  'disk errors': ({ call }, dom) => call.domainGetDiskErrors({ dom, maxerrors: 100, flags: 0 }),
  'scheduler parameters': ({ call }, dom) => call.domainGetSchedulerParameters({ dom }),
  'memory parameters, without text': ({ call }, dom) => call.domainGetMemoryParameters({ dom, flags: 0 }),
  'NUMA parameters, without text': ({ call }, dom) => call.domainGetNumaParameters({ dom, flags: 0 }),
  'NUMA parameters, with text': ({ call }, dom) => call.domainGetNumaParameters({ dom, flags: 4 }),
  'I/O tune of a disk': ({ call }, dom) => call.domainGetBlockIoTune({ dom, disk: 'vda', flags: 4 }),
  vcpus: ({ call }, dom) => call.domainGetVcpus({ dom, maxinfo: 2, maplen: 1 }),
  'vcpu pins': ({ call }, dom) => call.domainGetVcpuPinInfo({ dom, ncpumaps: 2, maplen: 1, flags: 0 }),
  'memory statistics': ({ call }, dom) => call.domainMemoryStats({ dom, flags: 0 }),
  'CPU statistics': ({ call }, dom) => call.domainGetCPUStats({ dom, nparams: 16, startCpu: -1, ncpus: 1, flags: 0 }),
  'file systems': ({ call }, dom) => call.domainGetFSInfo({ dom, flags: 0 }),
  addresses: ({ call }, dom) => call.domainInterfaceAddresses({ dom, source: 1, flags: 0 }),
  'content of memory': ({ call }, dom) => call.domainMemoryPeek({ dom, offset: 0n, size: 32, flags: 1 }),
  features: ({ call }) => call.connectSupportsFeature({ feature: 9 }),
};

/** Calls that fail, with their codes. */
const refusals: Readonly<Record<string, readonly [code: string, ask: Ask]>> = {
  'a domain that is not there': ['NO_DOMAIN', ({ call }) => call.domainGetInfo({ dom: noDomain })],
  'what no driver serves': ['NO_SUPPORT', ({ call }) => call.connectSetIdentity({ params: [], flags: 0 })],
  'a name that no packet carries': ['RPC', ({ call }) => call.domainLookupByName({ name: 'x'.repeat(5_000_000) })],
  'no UUID': ['RPC', ({ call }) => call.domainLookupByUUID({ uuid: 'nonsense' })],
  'a flag that is none': ['INVALID_ARG', ({ call }, dom) => call.domainGetState({ dom, flags: 64 })],
};

async function outcome(asked: Promise<unknown>): Promise<unknown> {
  return asked.then(
    value => ({ value }),
    (reason: unknown) => (VirtError.is(reason) ? { code: reason.code, domain: reason.domain } : { reason }),
  );
}

describe('a driver answers in this process as it does through a socket', () => {
  test.each(Object.entries(reads))('%s', async (_, ask) => {
    await using host = await testHost({ domains: 2 });
    const { socket, inside } = await ways(host);
    const { ref } = await socket.domainLookupByName(web.name);
    expect(await outcome(ask(inside, ref))).toEqual(await outcome(ask(socket, ref)));
    await Promise.all([socket.close(), inside.close()]);
  });

  test.each(Object.entries(refusals))('and refuses %s', async (_, [code, ask]) => {
    await using host = await testHost({ domains: 2 });
    const { socket, inside } = await ways(host);
    const { ref } = await socket.domainLookupByName(web.name);
    const refused = await outcome(ask(inside, ref));
    expect(refused).toMatchObject({ code });
    expect(refused).toEqual(await outcome(ask(socket, ref)));
    await Promise.all([socket.close(), inside.close()]);
  });

  test('with events in the same order', async () => {
    await using host = await testHost({ domains: [] });
    const { socket, inside } = await ways(host);
    const feeds = [await socket.events('domainLifecycle'), await inside.events('domainLifecycle')];
    const domain = await inside.domainCreateXML(domainXml('both'));
    await domain.suspend();
    await domain.resume();
    await domain.destroy();
    const seen = await Promise.all(
      feeds.map(async feed => {
        const steps: string[] = [];
        for await (const { event, detail } of feed) {
          steps.push(`${event} ${detail}`);
          if (event === 'stopped') break;
        }
        return steps;
      }),
    );
    expect(seen[0]).toEqual(['started booted', 'suspended paused', 'resumed unpaused', 'stopped destroyed']);
    expect(seen[1]).toEqual(seen[0]);
    await Promise.all([socket.close(), inside.close()]);
  });
});
