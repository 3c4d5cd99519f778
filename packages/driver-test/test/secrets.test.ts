import type { Connection, EventName } from '@tsvirt/core';
import { expect, test } from 'vitest';
import { testHost } from '../src/testing/index.js';

const uuid = '42bafb11-773d-4b82-ace7-10a4c9e17eaf';
const volume = (path: string, attributes = ''): string =>
  `<secret ${attributes}><uuid>${uuid}</uuid><usage type='volume'><volume>${path}</volume></usage></secret>`;
const ceph = (name: string, attributes = ''): string =>
  `<secret ${attributes}><usage type='ceph'><name>${name}</name></usage></secret>`;

/** The next events of some names, in the order in which they come. */
async function heard(
  connection: Connection,
  names: readonly EventName[],
  count: number,
): Promise<() => Promise<string[]>> {
  const list: string[] = [];
  let done: () => void = () => {};
  const all = new Promise<void>(resolve => (done = resolve));
  for (const name of names)
    await connection.on(name, event => {
      list.push('event' in event ? `${name} ${String(event.event)}` : name);
      if (list.length === count) done();
    });
  return async () => {
    await all;
    return list;
  };
}

test('a secret is defined, found, given a value and undefined, and clients hear of it', async () => {
  await using host = await testHost();
  await using connection = await host.connect();
  const events = await heard(connection, ['secretLifecycle', 'secretValueChanged'], 3);
  const secret = await connection.secretDefineXML(volume('/images/a.img'));
  expect(secret).toMatchObject({ uuid, usageType: 'volume', usageID: '/images/a.img' });
  expect((await connection.secretLookupByUUIDString(uuid)).usageID).toBe('/images/a.img');
  expect((await connection.secretLookupByUsage('volume', '/images/a.img')).uuid).toBe(uuid);
  await expect(secret.getValue()).rejects.toMatchObject({ code: 'NO_SECRET' });
  const value = Uint8Array.of(0, 1, 255, 10);
  await secret.setValue(value);
  expect(Array.from(await secret.getValue())).toEqual(Array.from(value));
  expect(await secret.getXMLDesc()).toContain("<secret ephemeral='no' private='no'>");
  expect(await secret.getXMLDesc()).not.toContain('value');
  await secret.undefine();
  await expect(connection.secretLookupByUUIDString(uuid)).rejects.toMatchObject({
    code: 'NO_SECRET',
    domain: 'SECRET',
  });
  await expect(connection.secretLookupByUsage('volume', '/images/a.img')).rejects.toMatchObject({ code: 'NO_SECRET' });
  expect(await events()).toEqual(['secretLifecycle defined', 'secretValueChanged', 'secretLifecycle undefined']);
});

test('a value survives a new definition, and a private one is told to nobody', async () => {
  await using host = await testHost();
  await using connection = await host.connect();
  const secret = await connection.secretDefineXML(volume('/a'));
  await secret.setValue(Uint8Array.of(7));
  await connection.secretDefineXML(volume('/a', "ephemeral='yes'"));
  expect(Array.from(await secret.getValue())).toEqual([7]);
  await connection.secretDefineXML(volume('/a', "private='yes'"));
  await expect(secret.getValue()).rejects.toMatchObject({ code: 'INVALID_SECRET' });
  await expect(connection.secretDefineXML(volume('/a'))).rejects.toMatchObject({ code: 'INTERNAL_ERROR' });
});

test("a usage is one secret's, and a secret's usage stays", async () => {
  await using host = await testHost();
  await using connection = await host.connect();
  await connection.secretDefineXML(ceph('client.admin'));
  await expect(connection.secretDefineXML(ceph('client.admin'))).rejects.toMatchObject({ code: 'INTERNAL_ERROR' });
  await connection.secretDefineXML(volume('/a'));
  await expect(connection.secretDefineXML(volume('/b'))).rejects.toMatchObject({ code: 'INTERNAL_ERROR' });
  // The same words mean another thing for another type.
  await connection.secretDefineXML(volume('client.admin').replace(/<uuid>.*<\/uuid>/, ''));
});

test('lists choose by flags', async () => {
  await using host = await testHost();
  await using connection = await host.connect();
  const all = [
    ceph('a'),
    ceph('b', "ephemeral='yes'"),
    ceph('c', "private='yes'"),
    ceph('d', "ephemeral='yes' private='yes'"),
  ];
  for (const xml of all) await connection.secretDefineXML(xml);
  const names = async (options: Parameters<Connection['listAllSecrets']>[0]): Promise<string> =>
    (await connection.listAllSecrets(options)).map(({ usageID }) => usageID).join('');
  expect(await names({})).toBe('abcd');
  expect(await names({ ephemeral: true })).toBe('bd');
  expect(await names({ noEphemeral: true, private: true })).toBe('c');
  expect(await names({ ephemeral: true, noEphemeral: true, noPrivate: true })).toBe('ab');
  expect(await connection.numOfSecrets()).toBe(4);
  expect(await connection.listSecrets()).toHaveLength(4);
});

test('what the schema does not know is refused when asked for', async () => {
  await using host = await testHost();
  await using connection = await host.connect();
  const xml = ceph('a').replace('<usage', '<usages/><usage');
  await expect(connection.secretDefineXML(xml, { validate: true })).rejects.toMatchObject({
    code: 'XML_INVALID_SCHEMA',
  });
  await connection.secretDefineXML(xml);
});

test("hosts that answer as libvirt's mock have no secrets", async () => {
  await using host = await testHost({ complete: false });
  await using connection = await host.connect();
  await expect(connection.numOfSecrets()).rejects.toMatchObject({ code: 'NO_SUPPORT' });
  await expect(connection.numOfNWFilters()).rejects.toMatchObject({ code: 'NO_SUPPORT' });
});
