import { type Connection, open } from '@tsvirt/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiHost, onEachDaemon } from './api-host.js';

onEachDaemon('objects of the host through the API', daemon => {
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

  test('networks', async () => {
    const network = await connection.networkLookupByName('default');
    expect(await network.isActive()).toBe(true);
    expect(await network.getBridgeName()).toBe('virbr0');
    expect((await connection.listAllNetworks({ active: true })).map(({ uuid }) => uuid)).toContain(network.uuid);
    const xml =
      "<network><name>api</name><bridge name='apibr0'/><ip address='192.0.2.1' netmask='255.255.255.0'/></network>";
    const made = await connection.networkDefineXML(xml);
    await made.create();
    await made.update('addLast', 'dnsHost', -1, "<host ip='192.0.2.9'><hostname>nine</hostname></host>", {
      live: true,
    });
    expect(await made.getXMLDesc()).toContain('<hostname>nine</hostname>');
    await made.destroy();
    await made.undefine();
    await expect(connection.networkLookupByName('api')).rejects.toMatchObject({ code: 'NO_NETWORK' });
  });

  test('storage pools and volumes', async () => {
    const pool = await connection.storagePoolLookupByName('default-pool');
    expect(await pool.getInfo()).toMatchObject({ state: 'running', capacity: expect.any(BigInt) });
    const volume = await pool.storageVolCreateXML(
      "<volume><name>api.img</name><capacity unit='MiB'>1</capacity><target><format type='raw'/></target></volume>",
    );
    expect(await volume.getInfo()).toMatchObject({ type: 'file', capacity: 1_048_576n });
    expect(await volume.getPath()).toBe(volume.key);
    expect((await connection.storagePoolLookupByVolume(volume)).uuid).toBe(pool.uuid);
    expect((await pool.listAllVolumes()).map(({ name }) => name)).toContain('api.img');
    await volume.delete();
    await expect(pool.storageVolLookupByName('api.img')).rejects.toMatchObject({ code: 'NO_STORAGE_VOL' });
  });

  test('interfaces and node devices', async () => {
    const iface = await connection.interfaceLookupByName('eth1');
    expect(iface.mac).toBe('aa:bb:cc:dd:ee:ff');
    await connection.interfaceChangeBegin();
    await connection.interfaceChangeRollback();
    const computer = await connection.nodeDeviceLookupByName('computer');
    expect(await computer.getParent()).toBeUndefined();
    expect(await computer.listCaps()).toContain('system');
    expect((await connection.listAllNodeDevices({ capSystem: true })).map(({ name }) => name)).toEqual(['computer']);
  });
});
