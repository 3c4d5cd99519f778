import { mkdir, readFile } from 'node:fs/promises';
import { type Connection, open, type StoragePool, type StorageVol } from '@tsvirt/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiHost, completeMissing, onEachDaemon } from './api-host.js';

const mebibyte = 1 << 20;

onEachDaemon(
  'storage and secrets through the API',
  daemon => {
    let host: ApiHost;
    let connection: Connection;
    let pool: StoragePool;

    beforeAll(async () => {
      host = await daemon.start();
      await mkdir(host.at('pools'));
      connection = await open(host.uri(daemon.complete), { timeoutMs: 30_000 });
      pool = await connection.storagePoolDefineXML(poolXml('store'));
      await pool.build();
      await pool.create();
    });
    afterAll(async () => {
      await connection?.close();
      await host?.[Symbol.asyncDispose]();
    });

    function poolXml(name: string): string {
      return `<pool type='dir'><name>${name}</name><target><path>${host.at('pools')}/${name}</path></target></pool>`;
    }
    const volumeXml = (name: string, capacity: number, format = 'raw', allocation = 0): string =>
      `<volume><name>${name}</name><capacity>${capacity}</capacity><allocation>${allocation}</allocation>
        <target><format type='${format}'/></target></volume>`;
    async function contentOf(vol: StorageVol): Promise<Buffer> {
      const parts: Uint8Array[] = [];
      await (await vol.download()).recvAll(data => void parts.push(data.slice()));
      return Buffer.concat(parts);
    }

    test('a pool is defined, built, started, read anew and ended, and is told of in order', async () => {
      await using lives = await connection.events('storagePoolLifecycle');
      await using refreshes = await connection.events('storagePoolRefresh');
      const other = await connection.storagePoolDefineXML(poolXml('other'));
      expect([await other.isActive(), await other.isPersistent(), await other.getAutostart()]).toEqual([
        false,
        true,
        false,
      ]);
      await other.build();
      await expect(other.refresh()).rejects.toMatchObject({ code: 'OPERATION_INVALID' });
      await other.create();
      await other.refresh();
      expect((await refreshes.next()).value).toMatchObject({ pool: { name: 'other' } });
      await other.setAutostart(true);
      expect(await other.getAutostart()).toBe(true);
      await expect(other.undefine()).rejects.toMatchObject({ code: 'OPERATION_INVALID' });
      await other.destroy();
      await other.delete();
      await other.undefine();
      await expect(other.getInfo()).rejects.toMatchObject({ code: 'NO_STORAGE_POOL' });
      const seen: string[] = [];
      for await (const { event } of lives) {
        seen.push(event);
        if (event === 'undefined') break;
      }
      expect(seen).toEqual(['defined', 'created', 'started', 'stopped', 'deleted', 'undefined']);
    });

    test('a volume is made, found in each way, and removed', async () => {
      const vol = await pool.storageVolCreateXML(volumeXml('one', mebibyte));
      expect(await vol.getInfo()).toMatchObject({ type: 'file', capacity: BigInt(mebibyte) });
      const place = `${host.at('pools')}/store/one`;
      expect([await vol.getPath(), vol.getKey()]).toEqual([place, place]);
      expect((await connection.storageVolLookupByKey(place)).name).toBe('one');
      expect((await connection.storageVolLookupByPath(place)).name).toBe('one');
      expect((await connection.storagePoolLookupByTargetPath(`${host.at('pools')}/store`)).name).toBe('store');
      expect((await connection.storagePoolLookupByVolume(vol)).uuid).toBe(pool.uuid);
      await expect(pool.storageVolCreateXML(volumeXml('one', mebibyte))).rejects.toMatchObject({
        code: 'STORAGE_VOL_EXIST',
      });
      await vol.delete();
      await expect(vol.getPath()).rejects.toMatchObject({ code: 'NO_STORAGE_VOL' });
    });

    test('a volume grows, shrinks when that is asked for, and not below nothing', async () => {
      const vol = await pool.storageVolCreateXML(volumeXml('sized', mebibyte));
      await vol.resize(BigInt(2 * mebibyte));
      expect((await vol.getInfo()).capacity).toBe(BigInt(2 * mebibyte));
      await expect(vol.resize(BigInt(mebibyte))).rejects.toMatchObject({ code: 'INVALID_ARG' });
      await vol.resize(BigInt(mebibyte), { delta: true });
      expect((await vol.getInfo()).capacity).toBe(BigInt(3 * mebibyte));
      await vol.resize(BigInt(mebibyte), { shrink: true });
      expect((await vol.getInfo()).capacity).toBe(BigInt(mebibyte));
      await vol.delete();
    });

    test('a volume is cloned with its content, and wiped of it', async () => {
      const content = Buffer.alloc(mebibyte, 'tsvirt');
      const vol = await pool.storageVolCreateXML(volumeXml('master', mebibyte));
      await (await vol.upload()).sendAll([content]);
      const clone = await pool.storageVolCreateXMLFrom(volumeXml('clone', mebibyte), vol);
      expect((await contentOf(clone)).equals(content)).toBe(true);
      await vol.wipe();
      expect((await contentOf(vol)).every(byte => byte === 0)).toBe(true);
      expect((await contentOf(clone)).equals(content)).toBe(true);
      await clone.wipePattern('zero');
      expect((await contentOf(clone)).every(byte => byte === 0)).toBe(true);
      await vol.delete();
      await clone.delete();
    });

    test('an image has a format and a backing file', async () => {
      const base = await pool.storageVolCreateXML(volumeXml('base', 4 * mebibyte));
      const image = await pool.storageVolCreateXML(
        `<volume><name>image.qcow2</name><capacity>${8 * mebibyte}</capacity><target><format type='qcow2'/></target>
          <backingStore><path>${await base.getPath()}</path><format type='raw'/></backingStore></volume>`,
      );
      const xml = await image.getXMLDesc();
      expect(xml).toContain("<format type='qcow2'/>");
      expect(xml).toContain(`<path>${await base.getPath()}</path>`);
      expect((await image.getInfo()).capacity).toBe(BigInt(8 * mebibyte));
      await image.delete();
      await base.delete();
    });

    test('what cannot be is refused', async () => {
      await expect(pool.storageVolCreateXML('<volume/>')).rejects.toMatchObject({ domain: 'STORAGE' });
      await expect(pool.storageVolLookupByName('nosuch')).rejects.toMatchObject({ code: 'NO_STORAGE_VOL' });
      await expect(connection.storageVolLookupByPath('/nosuch')).rejects.toMatchObject({ code: 'NO_STORAGE_VOL' });
      await expect(connection.storagePoolDefineXML(poolXml('twin').replace('/twin<', '/store<'))).rejects.toMatchObject(
        {
          code: 'OPERATION_FAILED',
        },
      );
      await expect(connection.storagePoolCreateXML(poolXml('store'))).rejects.toMatchObject({ domain: 'STORAGE' });
    });

    test.skipIf(daemon.guestType === 'test')('volumes are files', async () => {
      const vol = await pool.storageVolCreateXML(volumeXml('file', 6));
      await (await vol.upload()).sendAll([Buffer.from('tsvirt')]);
      expect((await readFile(await vol.getPath())).subarray(0, 6).toString()).toBe('tsvirt');
      await vol.delete();
    });

    test('secrets have values, usages and events', async () => {
      await using lives = await connection.events('secretLifecycle');
      await using values = await connection.events('secretValueChanged');
      const xml = (volume: string, isPrivate = 'no') =>
        `<secret ephemeral='no' private='${isPrivate}'><description>of a test</description>
          <usage type='volume'><volume>${volume}</volume></usage></secret>`;
      const secret = await connection.secretDefineXML(xml('/vol/one'));
      expect([secret.getUsageType(), secret.getUsageID()]).toEqual(['volume', '/vol/one']);
      expect((await connection.secretLookupByUsage('volume', '/vol/one')).uuid).toBe(secret.uuid);
      await expect(secret.getValue()).rejects.toMatchObject({ code: 'NO_SECRET' });
      await secret.setValue(Buffer.from('open sesame'));
      expect(Buffer.from(await secret.getValue()).toString()).toBe('open sesame');
      expect((await values.next()).value).toMatchObject({ secret: { uuid: secret.uuid } });
      expect(await secret.getXMLDesc()).not.toContain('sesame');
      await expect(connection.secretDefineXML(xml('/vol/one'))).rejects.toMatchObject({ code: 'INTERNAL_ERROR' });
      const hidden = await connection.secretDefineXML(xml('/vol/two', 'yes'));
      await hidden.setValue(Buffer.from('hidden'));
      await expect(hidden.getValue()).rejects.toMatchObject({ code: 'INVALID_SECRET' });
      expect((await connection.listAllSecrets({ private: true })).map(({ uuid }) => uuid)).toEqual([hidden.uuid]);
      expect((await connection.listSecrets()).toSorted()).toEqual([secret.uuid, hidden.uuid].toSorted());
      await hidden.undefine();
      await secret.undefine();
      await expect(secret.getValue()).rejects.toMatchObject({ code: 'NO_SECRET' });
      const seen = [];
      for (let n = 0; n < 4; n++) seen.push((await lives.next()).value?.event);
      expect(seen).toEqual(['defined', 'defined', 'undefined', 'undefined']);
    });

    test('node devices have parents and capabilities', async () => {
      const computer = await connection.nodeDeviceLookupByName('computer');
      expect(await computer.getParent()).toBeUndefined();
      expect(await computer.listCaps()).toEqual(['system']);
      expect(await computer.numOfCaps()).toBe(1);
      const all = await connection.listAllNodeDevices();
      expect(all.length).toBe(await connection.nodeNumOfDevices());
      const pci = (await connection.listAllNodeDevices({ capPciDev: true }))[0];
      if (pci !== undefined) {
        expect(await pci.listCaps()).toContain('pci');
        expect(await pci.getXMLDesc()).toContain("<capability type='pci'>");
      }
      await expect(connection.nodeDeviceLookupByName('nosuch')).rejects.toMatchObject({ code: 'NO_NODE_DEVICE' });
    });
  },
  completeMissing,
);
