import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { type Connection, open, type StoragePool, type StorageVol } from '@tsvirt/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiHost, onEachDaemon } from './api-host.js';

const mebibyte = 1 << 20;

/** Bytes that no packet's border can hide in. */
function noise(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length; at += 32) createHash('sha256').update(String(at)).digest().copy(bytes, at);
  return bytes;
}

onEachDaemon('content of volumes through the API', daemon => {
  let host: ApiHost;
  let connection: Connection;
  let pool: StoragePool;

  beforeAll(async () => {
    host = await daemon.start();
    await mkdir(host.at('pool'));
    connection = await open(host.uri(daemon.complete), { timeoutMs: 20_000 });
    pool = await connection.storagePoolCreateXML(
      `<pool type='dir'><name>content</name><target><path>${host.at('pool')}</path></target></pool>`,
    );
  });
  afterAll(async () => {
    await connection?.close();
    await host?.[Symbol.asyncDispose]();
  });

  function volume(name: string, bytes: number): Promise<StorageVol> {
    return pool.storageVolCreateXML(
      `<volume><name>${name}</name><capacity>${bytes}</capacity><allocation>0</allocation>
        <target><format type='raw'/></target></volume>`,
    );
  }

  async function contentOf(vol: StorageVol): Promise<Buffer> {
    const parts: Uint8Array[] = [];
    await (await vol.download()).recvAll(data => void parts.push(data.slice()));
    return Buffer.concat(parts);
  }

  test('what is uploaded is downloaded', async () => {
    const content = noise(3 * mebibyte + 17);
    const vol = await volume('whole', content.length);
    const stream = await vol.upload();
    await stream.sendAll([content.subarray(0, 100_000), content.subarray(100_000)]);
    expect((await contentOf(vol)).equals(content)).toBe(true);
    await vol.delete();
  });

  test('a part is written and read in its place', async () => {
    const vol = await volume('part', 1000);
    await (await vol.upload({ offset: 100n, length: 3n })).sendAll([Buffer.from('abc')]);
    const parts: Uint8Array[] = [];
    await (await vol.download({ offset: 99n, length: 5n })).recvAll(data => void parts.push(data.slice()));
    expect(Buffer.concat(parts).toString('latin1')).toBe('\0abc\0');
    await vol.delete();
  });

  test('holes are sent as holes', async () => {
    const vol = await volume('sparse', 8 * mebibyte);
    const upload = await vol.upload({ sparseStream: true });
    await upload.sparseSendAll([
      Buffer.alloc(mebibyte, 'x'),
      { kind: 'hole', length: BigInt(6 * mebibyte) },
      Buffer.alloc(mebibyte, 'y'),
    ]);
    let [data, hole] = [0, 0n];
    const download = await vol.download({ sparseStream: true });
    const length = await download.sparseRecvAll(
      bytes => void (data += bytes.length),
      gap => void (hole += gap),
    );
    expect([length, data, hole]).toEqual([BigInt(8 * mebibyte), 2 * mebibyte, BigInt(6 * mebibyte)]);
    const content = await contentOf(vol);
    expect([content.length, content[0], content[mebibyte], content.at(-1)]).toEqual([8 * mebibyte, 120, 0, 121]);
    await vol.delete();
  });

  test('several streams of a connection go beside each other', async () => {
    const volumes = await Promise.all([1, 2, 3].map(n => volume(`beside-${n}`, mebibyte)));
    const contents = volumes.map((_, n) => Buffer.alloc(mebibyte, n + 65));
    await Promise.all(volumes.map(async (vol, n) => (await vol.upload()).sendAll(contents.slice(n, n + 1))));
    const found = await Promise.all(volumes.map(contentOf));
    expect(found.map(bytes => bytes.toString('latin1', 0, 1) + bytes.length)).toEqual(
      ['A', 'B', 'C'].map(letter => `${letter}${mebibyte}`),
    );
    for (const vol of volumes) await vol.delete();
  });

  test('a stream that is given up leaves the connection as it was', async () => {
    const vol = await volume('given-up', 16 * mebibyte);
    {
      await using upload = await vol.upload();
      await upload.send(Buffer.alloc(100_000));
    }
    {
      await using download = await vol.download();
      expect((await download.recv(10))?.length).toBe(10);
    }
    const broken = await vol.upload();
    const source = function* () {
      yield Buffer.alloc(10);
      throw new Error('the source dried up');
    };
    await expect(broken.sendAll(source())).rejects.toThrow('the source dried up');
    expect((await vol.getInfo()).capacity).toBe(BigInt(16 * mebibyte));
    await vol.delete();
  });

  test('what cannot be streamed is refused', async () => {
    const vol = await volume('refused', 1000);
    await vol.delete();
    await expect(vol.download()).rejects.toMatchObject({ code: 'NO_STORAGE_VOL' });
    await expect(vol.upload()).rejects.toMatchObject({ code: 'NO_STORAGE_VOL' });
  });
});
