import type { Connection, StorageVol } from '@tsvirt/core';
import { describe, expect, test } from 'vitest';
import { testHost } from '../src/testing/index.js';

const mebibyte = 1024 ** 2;
const volumeXml = (name: string, capacity: number, extra = '', allocation = 0): string =>
  `<volume><name>${name}</name><capacity>${capacity}</capacity><allocation>${allocation}</allocation>${extra}</volume>`;

async function volumeOf(connection: Connection, capacity = mebibyte, extra = ''): Promise<StorageVol> {
  const pool = await connection.storagePoolLookupByName('default-pool');
  return pool.storageVolCreateXML(volumeXml('disk.img', capacity, extra));
}

/** Bytes that differ from their neighbours. */
function pattern(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8)) & 0xff);
}

async function bytesOf(volume: StorageVol, options: Parameters<StorageVol['download']>[0] = {}): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  const stream = await volume.download(options);
  await stream.recvAll(data => void pieces.push(Uint8Array.from(data)));
  return Buffer.concat(pieces);
}

async function write(
  volume: StorageVol,
  data: Uint8Array,
  options: Parameters<StorageVol['upload']>[0] = {},
): Promise<void> {
  const stream = await volume.upload(options);
  await stream.sendAll([data]);
}

const equal = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

describe('the content of a volume', () => {
  test('is what was uploaded, and zero elsewhere', async () => {
    await using host = await testHost();
    await using connection = await host.connect();
    const volume = await volumeOf(connection);
    const refreshed = host.events.next('storagePoolRefresh');
    const data = pattern(300_000);
    await write(volume, data, { offset: 100_001n });
    expect((await refreshed).pool.name).toBe('default-pool');
    const all = await bytesOf(volume);
    expect(all.length).toBe(mebibyte);
    expect(equal(all.subarray(100_001, 400_001), data)).toBe(true);
    expect(all.subarray(0, 100_001).every(byte => byte === 0)).toBe(true);
    expect(equal(await bytesOf(volume, { offset: 200_000n, length: 5n }), data.subarray(99_999, 100_004))).toBe(true);
  });

  test('keeps holes as holes', async () => {
    await using host = await testHost();
    await using connection = await host.connect();
    const volume = await volumeOf(connection, 64 * mebibyte);
    const upload = await volume.upload({ sparseStream: true });
    await upload.send(pattern(65_536));
    await upload.sendHole(BigInt(32 * mebibyte));
    await upload.send(pattern(65_536));
    await upload.finish();
    const download = await volume.download({ sparseStream: true });
    const shape: string[] = [];
    let data = 0;
    for await (const chunk of download) {
      if (chunk.kind === 'hole') shape.push(`hole ${chunk.length}`);
      else data += chunk.data.length;
    }
    await download.finish();
    expect(data).toBe(2 * 65_536);
    expect(shape).toEqual([`hole ${32 * mebibyte}`, `hole ${32 * mebibyte - 2 * 65_536}`]);
    expect((await volume.getInfo()).allocation).toBe(131_072n);
  });

  test('is cut and made longer with the volume', async () => {
    await using host = await testHost();
    await using connection = await host.connect();
    const volume = await volumeOf(connection);
    await write(volume, pattern(1000), { offset: BigInt(mebibyte - 1000) });
    await expect(volume.resize(1n, { shrink: true })).rejects.toMatchObject({ code: 'INVALID_ARG' });
    await expect(volume.resize(BigInt(mebibyte - 500))).rejects.toMatchObject({ code: 'INVALID_ARG' });
    await volume.resize(500n, { delta: true, shrink: true });
    await volume.resize(1000n, { delta: true });
    const end = await bytesOf(volume, { offset: BigInt(mebibyte - 1000) });
    expect(equal(end.subarray(0, 500), pattern(1000).subarray(0, 500))).toBe(true);
    expect(end.subarray(500).every(byte => byte === 0)).toBe(true);
    expect(end.length).toBe(1500);
  });

  test('goes with a clone, and is its own from there on', async () => {
    await using host = await testHost();
    await using connection = await host.connect();
    const volume = await volumeOf(connection);
    await write(volume, pattern(200_000));
    const pool = await connection.storagePoolLookupByName('default-pool');
    const clone = await pool.storageVolCreateXMLFrom(volumeXml('clone.img', mebibyte), volume);
    await write(volume, new Uint8Array(10), { offset: 5n });
    expect(equal((await bytesOf(clone)).subarray(0, 200_000), pattern(200_000))).toBe(true);
    await write(clone, Uint8Array.of(9), { offset: 70_000n });
    expect((await bytesOf(volume))[70_000]).toBe(pattern(70_001)[70_000]);
    await expect(pool.storageVolCreateXMLFrom(volumeXml('clone.img', 1), volume)).rejects.toMatchObject({
      code: 'STORAGE_VOL_EXIST',
    });
  });

  test.each(['zero', 'dod', 'random'] as const)('is gone after wiping (%s)', async algorithm => {
    await using host = await testHost();
    await using connection = await host.connect();
    const volume = await volumeOf(connection);
    await write(volume, pattern(100_000));
    await volume.wipePattern(algorithm);
    expect((await bytesOf(volume)).every(byte => byte === 0)).toBe(true);
    await write(volume, pattern(10));
    await volume.wipe();
    expect((await bytesOf(volume))[1]).toBe(0);
    await expect(volume.wipePattern('trim')).rejects.toMatchObject({ code: 'ARGUMENT_UNSUPPORTED' });
  });

  test('is no more than announced', async () => {
    await using host = await testHost();
    await using connection = await host.connect();
    const volume = await volumeOf(connection, mebibyte);
    await expect(write(volume, pattern(101), { length: 100n })).rejects.toMatchObject({ code: 'SYSTEM_ERROR' });
  });

  test('ends where a file can end', async () => {
    await using host = await testHost();
    await using connection = await host.connect();
    const volume = await volumeOf(connection);
    const overflow = { code: 'OVERFLOW' };
    await expect(write(volume, pattern(2), { offset: 2n ** 63n - 2n })).rejects.toMatchObject(overflow);
    await expect(volume.resize(2n ** 64n - 1n, { delta: true })).rejects.toMatchObject(overflow);
    await write(volume, pattern(2), { offset: 2n ** 63n - 3n });
    expect((await volume.getInfo()).capacity).toBe(2n ** 63n - 1n);
  });

  test('of an image file says how large the disk in it is', async () => {
    await using host = await testHost();
    await using connection = await host.connect();
    const volume = await volumeOf(connection, mebibyte, "<target><format type='qcow2'/></target>");
    const image = new Uint8Array(4096);
    image.set([0x51, 0x46, 0x49, 0xfb]);
    new DataView(image.buffer).setBigUint64(24, 5_000_000_000n);
    await write(volume, image);
    expect((await volume.getInfo()).capacity).toBe(5_000_000_000n);
    expect((await volume.getInfoFlags({ getPhysical: true })).allocation).toBe(4096n);
    expect((await bytesOf(volume)).length).toBe(4096);
  });
});

describe('a pool', () => {
  const logical = "<pool type='logical'><name>vg</name><source><device path='/dev/sdx'/></source></pool>";

  test('counts what its volumes take', async () => {
    await using host = await testHost();
    await using connection = await host.connect();
    const pool = await connection.storagePoolLookupByName('default-pool');
    const sizes = async (): Promise<bigint> => {
      const { capacity, allocation, available } = await pool.getInfo();
      expect(allocation + available).toBe(capacity);
      return allocation;
    };
    const before = await sizes();
    const volume = await pool.storageVolCreateXML(volumeXml('a', 10 * mebibyte, '', 3 * mebibyte));
    expect(await sizes()).toBe(before + BigInt(3 * mebibyte));
    await volume.resize(BigInt(20 * mebibyte), { allocate: true });
    expect(await sizes()).toBe(before + BigInt(20 * mebibyte));
    await write(volume, pattern(1000), { offset: BigInt(30 * mebibyte) });
    expect((await volume.getInfo()).capacity).toBe(BigInt(30 * mebibyte + 1000));
    await expect(volume.resize(2n ** 40n, { allocate: true })).rejects.toMatchObject({ code: 'OPERATION_FAILED' });
    await volume.delete();
    expect(await sizes()).toBe(before);
    const huge = volumeXml('huge', 2 ** 40, '', 2 ** 40);
    await expect(pool.storageVolCreateXML(huge)).rejects.toMatchObject({ code: 'OPERATION_FAILED' });
  });

  test('is built, started, emptied and deleted, and clients hear of it', async () => {
    await using host = await testHost();
    await using connection = await host.connect();
    const heard: string[] = [];
    await connection.on('storagePoolLifecycle', ({ event }) => void heard.push(event));
    const pool = await connection.storagePoolDefineXML(logical);
    await pool.build({ noOverwrite: true });
    await expect(pool.build({ noOverwrite: true })).rejects.toMatchObject({ code: 'STORAGE_POOL_BUILT' });
    await expect(pool.create({ withBuild: true })).rejects.toMatchObject({ code: 'STORAGE_POOL_BUILT' });
    expect(await pool.isActive()).toBe(false);
    await pool.create();
    await pool.storageVolCreateXML(volumeXml('lv', mebibyte));
    await expect(pool.delete()).rejects.toMatchObject({ code: 'OPERATION_INVALID' });
    await pool.destroy();
    await pool.create({ withBuildOverwrite: true });
    expect(await pool.numOfVolumes()).toBe(0);
    await pool.destroy();
    await pool.delete();
    await pool.build();
    const gone = host.events.next('storagePoolLifecycle', { when: ({ event }) => event === 1 });
    await pool.undefine();
    await gone;
    await connection.getHostname();
    expect(heard).toEqual([
      'defined',
      'created',
      'started',
      'stopped',
      'started',
      'stopped',
      'deleted',
      'created',
      'undefined',
    ]);
  });

  test('of files cannot be deleted with files in it, nor built over', async () => {
    await using host = await testHost();
    await using connection = await host.connect();
    const pool = await connection.storagePoolLookupByName('default-pool');
    await pool.storageVolCreateXML(volumeXml('a', 1));
    await pool.destroy();
    await expect(pool.delete()).rejects.toMatchObject({ code: 'SYSTEM_ERROR' });
    await expect(pool.build({ overwrite: true })).rejects.toMatchObject({ code: 'OPERATION_INVALID' });
    await pool.build();
    await pool.create({ withBuild: true });
    expect(await pool.listVolumes()).toEqual(['a']);
  });

  test('that cannot be built does not come to be', async () => {
    await using host = await testHost();
    await using connection = await host.connect();
    const dir = "<pool type='dir'><name>new</name><target><path>/new</path></target></pool>";
    await expect(connection.storagePoolCreateXML(dir, { withBuildOverwrite: true })).rejects.toMatchObject({
      code: 'OPERATION_INVALID',
    });
    await expect(connection.storagePoolLookupByName('new')).rejects.toMatchObject({ code: 'NO_STORAGE_POOL' });
    await (await connection.storagePoolCreateXML(dir, { withBuild: true })).destroy();
  });

  test('is found by its folder, and all kinds are known', async () => {
    await using host = await testHost();
    await using connection = await host.connect();
    expect((await connection.storagePoolLookupByTargetPath('/default-pool/')).name).toBe('default-pool');
    await expect(connection.storagePoolLookupByTargetPath('/nowhere')).rejects.toMatchObject({
      code: 'NO_STORAGE_POOL',
    });
    const capabilities = await connection.getStoragePoolCapabilities();
    expect(capabilities).toContain("<pool type='iscsi-direct' supported='yes'>");
    expect(capabilities).toContain("<defaultFormat type='raw'/>");
  });
});
