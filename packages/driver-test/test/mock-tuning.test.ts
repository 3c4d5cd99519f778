import {
  DomainModificationImpact,
  DomainStatsTypes,
  DomainVcpuFlags,
  KeycodeSet,
  type TypedParam,
} from '@tsvirt/core/protocol';
import { describe, expect, test } from 'vitest';
import { openTest, type TestConnection } from './test-connection.js';

const uint = (field: string, value: number): TypedParam => ({ field, value: { type: 'uint', value } });

async function withGuest(): Promise<TestConnection & { dom: { name: string; uuid: string; id: number } }> {
  const connection = await openTest();
  return { ...connection, ...(await connection.call.domainLookupByName({ name: 'test' })) };
}

const xmlOf = async ({ call, dom }: Awaited<ReturnType<typeof withGuest>>): Promise<string> =>
  (await call.domainGetXMLDesc({ dom, flags: 0 })).xml;

describe('limits of an interface', () => {
  test.each([
    [
      'an average and a peak',
      [uint('inbound.average', 9), uint('inbound.peak', 10)],
      "<inbound average='9' peak='10'/>",
    ],
    ['a floor, which replaces all of its direction', [uint('inbound.floor', 4)], "<inbound floor='4'/>"],
    ['a peak alone, which changes nothing', [uint('inbound.peak', 7)], "<inbound average='5' burst='6'/>"],
  ])('are set by %s', async (_, params, expected) => {
    const guest = await withGuest();
    const set = (given: readonly TypedParam[]) =>
      guest.call.domainSetInterfaceParameters({ dom: guest.dom, device: 'testnet0', params: given, flags: 0 });
    await set([uint('inbound.average', 5), uint('inbound.burst', 6)]);
    await set(params);
    expect(await xmlOf(guest)).toContain(`<bandwidth>\n        ${expected}\n      </bandwidth>`);
  });

  test('leave an empty element when they are taken away', async () => {
    const guest = await withGuest();
    const params = [uint('inbound.average', 0), uint('outbound.average', 0)];
    await guest.call.domainSetInterfaceParameters({ dom: guest.dom, device: 'testnet0', params, flags: 0 });
    expect(await xmlOf(guest)).toContain('<bandwidth>\n      </bandwidth>');
  });
});

test.each([
  ['/a, 5', '<path>/a</path>\n      <weight>5</weight>'],
  ['/a,+05', '<path>/a</path>\n      <weight>5</weight>'],
  [',5', '<path></path>\n      <weight>5</weight>'],
  ['/a,5 ', undefined],
  ['/a,-1', undefined],
  ['/a,5,/b', undefined],
])("weights of devices '%s' are read as libvirt reads numbers", async (value, expected) => {
  const guest = await withGuest();
  const params: TypedParam[] = [{ field: 'device_weight', value: { type: 'string', value } }];
  const set = guest.call.domainSetBlkioParameters({ dom: guest.dom, params, flags: 0 });
  if (expected === undefined) await expect(set).rejects.toMatchObject({ code: 'INVALID_ARG', domain: 'DOMAIN' });
  else await set;
  expect((await xmlOf(guest)).includes('<blkiotune>')).toBe(expected !== undefined);
  if (expected !== undefined) expect(await xmlOf(guest)).toContain(expected);
});

test('a parameter of another name is unsupported, whatever else is wrong', async () => {
  const { call, dom } = await withGuest();
  const params = [uint('weight', 1), uint('weight', 1), uint('a', 1)];
  await expect(call.domainSetBlkioParameters({ dom, params, flags: 0 })).rejects.toMatchObject({
    code: 'ARGUMENT_UNSUPPORTED',
    domain: 'NONE',
  });
});

test('I/O threads that calls have added are told of, with how they poll', async () => {
  const { call, dom } = await withGuest();
  const stats = async (): Promise<Record<string, unknown>> => {
    const { retStats } = await call.connectGetAllDomainStats({
      doms: [dom],
      stats: DomainStatsTypes.iothread,
      flags: 0,
    });
    return Object.fromEntries(retStats.flatMap(({ params }) => params.map(({ field, value }) => [field, value.value])));
  };
  expect(await stats()).toEqual({});
  await call.domainAddIOThread({ dom, iothreadId: 5, flags: 0 });
  const params = [uint('poll_grow', 3)];
  await call.domainSetIOThreadParams({ dom, iothreadId: 5, params, flags: DomainModificationImpact.live });
  expect(await stats()).toEqual({
    'iothread.count': 1,
    'iothread.5.poll-max-ns': 32_768n,
    'iothread.5.poll-grow': 3,
    'iothread.5.poll-shrink': 0,
  });
  await call.domainDelIOThread({ dom, iothreadId: 5, flags: 0 });
  expect(await stats()).toEqual({});
});

test('how a running guest places its memory stays, where it does may change', async () => {
  const guest = await withGuest();
  const set = (mode: number, nodeset: string) =>
    guest.call.domainSetNumaParameters({
      dom: guest.dom,
      params: [
        { field: 'numa_mode', value: { type: 'int', value: mode } },
        { field: 'numa_nodeset', value: { type: 'string', value: nodeset } },
      ],
      flags: 0,
    });
  await set(2, '0');
  await set(2, '1');
  await expect(set(0, '1')).rejects.toMatchObject({ code: 'OPERATION_INVALID' });
  await expect(set(2, '^0')).rejects.toMatchObject({ code: 'OPERATION_INVALID' });
  await expect(set(2, '16384')).rejects.toMatchObject({ code: 'INVALID_ARG' });
  expect(await xmlOf(guest)).toContain("<memory mode='interleave' nodeset='1'/>");
});

test('a key has to be one of its codeset', async () => {
  const { call, dom } = await withGuest();
  const send = (codeset: number, code: number) =>
    call.domainSendKey({ dom, codeset, holdtime: 0, keycodes: [30, code], flags: 0 });
  await send(KeycodeSet.linux, 30);
  await send(KeycodeSet.atset1, 0xe01c);
  await expect(send(KeycodeSet.usb, 1)).rejects.toMatchObject({ code: 'INTERNAL_ERROR' });
  await expect(send(KeycodeSet.linux, 600)).rejects.toMatchObject({ code: 'INTERNAL_ERROR' });
});

test('a disk on the network has a size, an empty drive has none', async () => {
  const { call } = await openTest();
  const { dom } = await call.domainDefineXML({
    xml: `<domain type='test'><name>d</name><memory>8192</memory><os><type>hvm</type></os><devices>
      <disk type='network'><source protocol='nbd'><host name='h'/></source><target dev='vda'/></disk>
      <disk type='file' device='cdrom'><target dev='hda'/></disk></devices></domain>`,
  });
  expect((await call.domainGetBlockInfo({ dom, path: 'vda', flags: 0 })).capacity).toBeGreaterThan(0n);
  await expect(call.domainGetBlockInfo({ dom, path: 'hda', flags: 0 })).rejects.toMatchObject({ code: 'INVALID_ARG' });
});

test('a volume has neither the times nor the backing file without a path that its document asks for', async () => {
  const { call } = await openTest();
  const { pool } = await call.storagePoolLookupByName({ name: 'default-pool' });
  const { vol } = await call.storageVolCreateXML({
    pool,
    xml: `<volume><name>v</name><capacity>5</capacity><target><timestamps><atime>1.2</atime></timestamps></target>
      <backingStore><format type='raw'/></backingStore></volume>`,
    flags: 0,
  });
  const { xml } = await call.storageVolGetXMLDesc({ vol, flags: 0 });
  expect(xml).not.toContain('timestamps');
  expect(xml).not.toContain('backingStore');
});

test('what is written inside an element is part of its value', async () => {
  const { call } = await openTest();
  const { net } = await call.networkDefineXML({ xml: '<network><name>a<b>c</b></name></network>' });
  expect(net.name).toBe('ac');
});

describe('both definitions at once', () => {
  const flags = DomainModificationImpact.live | DomainModificationImpact.config;

  test.each([
    ['memory limits', 'domainSetMemoryParameters'],
    ['shares of block devices', 'domainSetBlkioParameters'],
    ['NUMA placement', 'domainSetNumaParameters'],
    ['performance events', 'domainSetPerfEvents'],
  ] as const)('are not taken for %s, of a guest that runs or not', async (_, procedure) => {
    const { call, dom } = await withGuest();
    const refused = { code: 'INVALID_ARG' };
    await expect(call[procedure]({ dom, params: [], flags })).rejects.toMatchObject(refused);
    await call.domainDestroy({ dom });
    await expect(call[procedure]({ dom, params: [], flags })).rejects.toMatchObject(refused);
  });
});

test('vCPUs that are told one by one come and go with their number', async () => {
  const { call } = await openTest();
  const vcpu = (id: number, enabled: string, more = ''): string =>
    `<vcpu id='${id}' enabled='${enabled}' hotpluggable='${id === 0 ? 'no' : 'yes'}'${more}/>`;
  const { dom } = await call.domainDefineXML({
    xml: `<domain type='test'><name>a</name><memory>1024</memory><vcpu current='2'>4</vcpu><vcpus>
      ${vcpu(0, 'yes')}${vcpu(1, 'no')}${vcpu(2, 'yes', " order='2'")}${vcpu(3, 'no')}</vcpus>
      <os><type>hvm</type></os></domain>`,
  });
  const states = async () => {
    const { xml } = await call.domainGetXMLDesc({ dom, flags: 0 });
    return [...xml.matchAll(/<vcpu id='(\d)' enabled='yes'/g)].map(([, id]) => Number(id));
  };
  const set = (nvcpus: number, flags: number) => call.domainSetVcpusFlags({ dom, nvcpus, flags });
  await set(3, DomainModificationImpact.config);
  expect(await states()).toEqual([0, 1, 2]);
  await set(1, DomainModificationImpact.config);
  expect(await states()).toEqual([0]);
  await set(6, DomainModificationImpact.config | DomainVcpuFlags.maximum);
  expect((await call.domainGetXMLDesc({ dom, flags: 0 })).xml).toContain("<vcpu id='5' enabled='no'/>");
  await set(2, DomainModificationImpact.config | DomainVcpuFlags.maximum);
  expect((await call.domainGetXMLDesc({ dom, flags: 0 })).xml).toMatch(
    /<vcpu placement='static' current='1'>2<\/vcpu>\s*<vcpus>(?:\s*<vcpu id='[01]' [^>]+>){2}\s*<\/vcpus>/,
  );
});
