import { ConnectBaselineCPUFlags, NetworkUpdateCommand, NetworkUpdateSection } from '@tsvirt/core/protocol';
import { expect, test } from 'vitest';
import { openTest } from './test-connection.js';

const cpu = (model: string) => `<cpu><arch>x86_64</arch><model>${model}</model></cpu>`;

test('a baseline of different CPU models is what they share', async () => {
  const { call } = await openTest();
  const baseline = await call.connectBaselineCPU({ xmlCPUs: [cpu('Penryn'), cpu('Haswell')], flags: 0 });
  expect(baseline.cpu).toContain("<model fallback='allow'>Penryn</model>");
  const { expandFeatures } = ConnectBaselineCPUFlags;
  const expanded = await call.connectBaselineCPU({ xmlCPUs: [cpu('Penryn')], flags: expandFeatures });
  expect(expanded.cpu).toContain("<feature policy='require' name='sse4.1'/>");
});

test('a network that cannot work is refused', async () => {
  const { call } = await openTest();
  const xml = "<network><name>n</name><forward mode='nat'/></network>";
  await expect(call.networkDefineXML({ xml })).rejects.toMatchObject({ code: 'XML_ERROR', domain: 'NETWORK' });
});

test('options for programs that the mock does not run are dropped', async () => {
  const { call } = await openTest();
  const { net } = await call.networkDefineXML({
    xml: `<network xmlns:dnsmasq='http://libvirt.org/schemas/network/dnsmasq/1.0'><name>n</name>
      <dnsmasq:options><dnsmasq:option value='log-queries'/></dnsmasq:options></network>`,
  });
  expect((await call.networkGetXMLDesc({ net, flags: 0 })).xml).not.toContain('dnsmasq');
  const { pool } = await call.storagePoolDefineXML({
    xml: `<pool type='netfs' xmlns:fs='http://libvirt.org/schemas/storagepool/fs/1.0'><name>p</name>
      <source><host name='h'/><dir path='/d'/></source><target><path>/p</path></target>
      <fs:mount_opts><fs:option name='sync'/></fs:mount_opts></pool>`,
    flags: 0,
  });
  expect((await call.storagePoolGetXMLDesc({ pool, flags: 0 })).xml).not.toContain('mount_opts');
});

test('an update of a network keeps its rules', async () => {
  const { call } = await openTest();
  const { net } = await call.networkLookupByName({ name: 'default' });
  const update = (xml: string) =>
    call.networkUpdate({
      net,
      command: NetworkUpdateCommand.addLast,
      section: NetworkUpdateSection.ipDhcpHost,
      parentIndex: -1,
      xml,
      flags: 0,
    });
  await update("<host mac='52:54:00:00:00:01' ip='192.168.122.9'/>");
  expect((await call.networkGetXMLDesc({ net, flags: 0 })).xml).toContain("ip='192.168.122.9'");
  await expect(update("<host mac='52:54:00:00:00:01' ip='192.168.122.10'/>")).rejects.toMatchObject({
    code: 'OPERATION_INVALID',
  });
});

test.each([
  ['without a type', '<domain>', 'INTERNAL_ERROR'],
  ['of an unknown type', "<domain type='other'>", 'CONFIG_UNSUPPORTED'],
])('a domain %s is refused', async (_, start, code) => {
  const { call } = await openTest();
  const xml = `${start}<name>d</name><memory>8192</memory><os><type>hvm</type></os></domain>`;
  await expect(call.domainDefineXML({ xml })).rejects.toMatchObject({ code, domain: 'DOMAIN' });
});

test('a domain of an architecture younger than the mock is refused', async () => {
  const { call } = await openTest();
  const xml =
    "<domain type='test'><name>d</name><memory>8192</memory><os><type arch='loongarch64'>hvm</type></os></domain>";
  await expect(call.domainDefineXML({ xml })).rejects.toMatchObject({ code: 'CONFIG_UNSUPPORTED', domain: 'DOMAIN' });
});
