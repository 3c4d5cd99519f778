import { expect, test } from 'vitest';
import { testHost } from '../src/testing/index.js';

const filter = (name: string, ...references: readonly string[]): string =>
  `<filter name='${name}'>${references.map(each => `<filterref filter='${each}'/>`).join('')}</filter>`;
const binding = (port: string, name: string): string => `<filterbinding>
  <owner><name>web</name><uuid>42bafb11-773d-4b82-ace7-10a4c9e17eaf</uuid></owner>
  <portdev name='${port}'/><mac address='52:54:00:00:00:07'/><filterref filter='${name}'/>
</filterbinding>`;

test('a filter is defined, found, changed and undefined', async () => {
  await using host = await testHost();
  await using connection = await host.connect();
  const base = await connection.nwFilterDefineXML(filter('base'));
  expect((await connection.nwFilterLookupByName('base')).getUUIDString()).toBe(base.getUUIDString());
  expect((await connection.nwFilterLookupByUUIDString(base.getUUIDString())).getName()).toBe('base');
  const again = await connection.nwFilterDefineXMLFlags(
    `<filter name='base' chain='ipv4'><uuid>${base.getUUIDString()}</uuid><rule action='drop' direction='in'/></filter>`,
  );
  await expect(connection.nwFilterDefineXML(filter('base'))).rejects.toMatchObject({ code: 'OPERATION_FAILED' });
  expect(again.getUUIDString()).toBe(base.getUUIDString());
  expect(await base.getXMLDesc()).toContain("<filter name='base' chain='ipv4' priority='-700'>");
  expect(await connection.listNWFilters()).toEqual(['base']);
  expect(await connection.numOfNWFilters()).toBe(1);
  await base.undefine();
  expect(await connection.listAllNWFilters()).toEqual([]);
  await expect(connection.nwFilterLookupByName('base')).rejects.toMatchObject({
    code: 'NO_NWFILTER',
    domain: 'NWFILTER',
  });
});

test('filters may name others that come later, but not themselves', async () => {
  await using host = await testHost();
  await using connection = await host.connect();
  await connection.nwFilterDefineXML(filter('a', 'b'));
  await connection.nwFilterDefineXML(filter('b', 'c'));
  const loop = { code: 'OPERATION_FAILED', message: expect.stringContaining('loop') };
  await expect(connection.nwFilterDefineXML(filter('c', 'x', 'a'))).rejects.toMatchObject(loop);
  await expect(connection.nwFilterDefineXML(filter('self', 'self'))).rejects.toMatchObject(loop);
  const other = filter('d')
    .replace('/>', '>')
    .replace("name='d'>", "name='d'><uuid>42bafb11-773d-4b82-ace7-10a4c9e17eaf</uuid>");
  await connection.nwFilterDefineXML(other);
  await expect(connection.nwFilterDefineXML(other.replace("'d'", "'e'"))).rejects.toMatchObject({
    code: 'OPERATION_FAILED',
  });
});

test('a filter at work on a device cannot go, nor can those that it needs', async () => {
  await using host = await testHost();
  await using connection = await host.connect();
  await connection.nwFilterDefineXML(filter('outer', 'inner'));
  await expect(connection.nwFilterBindingCreateXML(binding('vnet7', 'outer'))).rejects.toMatchObject({
    code: 'INTERNAL_ERROR',
    message: expect.stringContaining("'inner' is missing"),
  });
  const inner = await connection.nwFilterDefineXML(filter('inner'));
  const free = await connection.nwFilterDefineXML(filter('free', 'inner'));
  const bound = await connection.nwFilterBindingCreateXML(binding('vnet7', 'outer'));
  expect([bound.getPortDev(), bound.getFilterName()]).toEqual(['vnet7', 'outer']);
  await expect(connection.nwFilterBindingCreateXML(binding('vnet7', 'outer'))).rejects.toMatchObject({
    code: 'OPERATION_FAILED',
    message: expect.stringContaining("binding 'vnet7' already exists"),
  });
  const inUse = { code: 'OPERATION_INVALID', message: expect.stringContaining('nwfilter is in use') };
  await expect(inner.undefine()).rejects.toMatchObject(inUse);
  await free.undefine();
  expect(await (await connection.nwFilterBindingLookupByPortDev('vnet7')).getXMLDesc()).toContain(
    "<filterref filter='outer'/>",
  );
  expect((await connection.listAllNWFilterBindings()).map(each => each.getPortDev())).toEqual(['vnet7']);
  await bound.delete();
  await expect(connection.nwFilterBindingLookupByPortDev('vnet7')).rejects.toMatchObject({
    code: 'NO_NWFILTER_BINDING',
  });
  await inner.undefine();
});
