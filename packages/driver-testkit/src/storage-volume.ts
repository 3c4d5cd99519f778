import type { NonnullStoragePool, NonnullStorageVol } from '@tsvirt/core/protocol';
import { expect } from 'vitest';
import { make } from './object-kind.js';
import { storagePoolKind } from './object-kinds.js';
import { eventually } from './eventually.js';
import { refusal, tolerate } from './refusal.js';
import type { Rule } from './rule.js';
import type { Stage } from './stage.js';

/** A pool that runs, for the length of the rule. */
export async function activePool(stage: Stage): Promise<NonnullStoragePool> {
  stage.require('storagePoolCreate');
  const { object: pool } = await make(stage, storagePoolKind);
  await stage.call.storagePoolCreate({ pool, flags: 0 });
  return pool;
}

/** A volume from the sample, for the length of the rule. */
export async function makeVolume(stage: Stage, pool: NonnullStoragePool): Promise<NonnullStorageVol> {
  const xml = stage.sample('storageVol', await stage.identity());
  const { vol } = await stage.call.storageVolCreateXML({ pool, xml, flags: 0 });
  stage.after(() => stage.call.storageVolDelete({ vol, flags: 0 }).catch(() => {}));
  return vol;
}

/** Procedures by which a volume comes and goes. */
export const makingVolumes = ['storageVolCreateXML', 'storageVolDelete'] as const;

const transfers = [...makingVolumes, 'storageVolUpload', 'storageVolDownload'] as const;

/** More than fits into one packet of a stream, and no two parts of it alike. */
const content = Buffer.from(Uint32Array.from({ length: 160_000 }, (_, index) => index * 2_654_435_761).buffer);

async function upload(stage: Stage, vol: NonnullStorageVol, data: Uint8Array, offset = 0n): Promise<void> {
  const stream = await stage.stream('storageVolUpload', { vol, offset, length: 0n, flags: 0 });
  await stream.write(data);
  await stream.finish();
}

async function download(stage: Stage, vol: NonnullStorageVol, offset: bigint, length: bigint): Promise<Buffer> {
  const stream = await stage.stream('storageVolDownload', { vol, offset, length, flags: 0 });
  const parts: Uint8Array[] = [];
  for await (const chunk of stream) parts.push(chunk.kind === 'data' ? chunk.data : Buffer.alloc(Number(chunk.length)));
  await stream.finish();
  return Buffer.concat(parts);
}

/** Rules about what is in volumes. */
export const volumeRules: readonly Rule[] = [
  {
    name: 'what was uploaded into a volume comes out of it, byte by byte and from anywhere',
    needs: transfers,
    async check(stage) {
      const vol = await makeVolume(stage, await activePool(stage));
      await upload(stage, vol, content);
      expect((await download(stage, vol, 0n, BigInt(content.length))).equals(content)).toBe(true);
      const part = await download(stage, vol, 1001n, 70_000n);
      expect(part.equals(content.subarray(1001, 71_001))).toBe(true);
    },
  },
  {
    name: 'an upload changes nothing but what it covers',
    needs: transfers,
    async check(stage) {
      const vol = await makeVolume(stage, await activePool(stage));
      await upload(stage, vol, content);
      await upload(stage, vol, Buffer.from('changed'), 4096n);
      const expected = Buffer.from(content);
      expected.write('changed', 4096);
      expect((await download(stage, vol, 0n, BigInt(content.length))).equals(expected)).toBe(true);
    },
  },
  {
    name: 'a volume is usable after an upload and a download that were given up',
    needs: transfers,
    async check(stage) {
      const vol = await makeVolume(stage, await activePool(stage));
      for (const name of ['storageVolUpload', 'storageVolDownload'] as const) {
        const stream = await stage.stream(name, { vol, offset: 0n, length: 0n, flags: 0 });
        if (name === 'storageVolUpload') await stream.write(content.subarray(0, 4096));
        stream.abort();
      }
      // An aborted stream may still be on its way to its end, during which a volume can be in use.
      await untilFree(stage, () => upload(stage, vol, content));
      expect((await download(stage, vol, 0n, BigInt(content.length))).equals(content)).toBe(true);
    },
  },
  {
    name: 'a volume is usable after its client has left in the middle of an upload',
    needs: transfers,
    async check(stage) {
      const vol = await makeVolume(stage, await activePool(stage));
      const client = await stage.bench.connect();
      const whole = { vol, offset: 0n, length: 0n, flags: 0 };
      const { stream } = await client.callFully('storageVolUpload', whole);
      await stream?.write(content.subarray(0, 4096));
      await client.close();
      await untilFree(stage, () => upload(stage, vol, content));
      expect((await download(stage, vol, 0n, BigInt(content.length))).equals(content)).toBe(true);
    },
  },
  {
    name: 'a volume that there is not gives and takes nothing',
    needs: transfers,
    async check(stage) {
      const vol = await makeVolume(stage, await activePool(stage));
      await stage.call.storageVolDelete({ vol, flags: 0 });
      for (const name of ['storageVolUpload', 'storageVolDownload'] as const) {
        const gone = stage.stream(name, { vol, offset: 0n, length: 0n, flags: 0 });
        await refusal(gone, `${name} of a volume that is gone`, 'NO_STORAGE_VOL');
      }
    },
  },
  {
    name: 'a volume that grows keeps what is in it',
    needs: [...transfers, 'storageVolResize', 'storageVolGetInfo'],
    async check(stage) {
      const { call } = stage;
      const vol = await makeVolume(stage, await activePool(stage));
      await upload(stage, vol, content);
      const { capacity } = await call.storageVolGetInfo({ vol });
      await call.storageVolResize({ vol, capacity: capacity * 2n, flags: 0 });
      expect((await call.storageVolGetInfo({ vol })).capacity).toBe(capacity * 2n);
      expect((await download(stage, vol, 0n, BigInt(content.length))).equals(content)).toBe(true);
    },
  },
  {
    name: 'a clone has what its original has, and then a life of its own',
    needs: [...transfers, 'storageVolCreateXMLFrom'],
    async check(stage) {
      const pool = await activePool(stage);
      const original = await makeVolume(stage, pool);
      await upload(stage, original, content);
      const xml = stage.sample('storageVol', await stage.identity());
      const { vol } = await stage.call.storageVolCreateXMLFrom({ pool, xml, clonevol: original, flags: 0 });
      stage.after(() => stage.call.storageVolDelete({ vol, flags: 0 }).catch(() => {}));
      await upload(stage, original, Buffer.alloc(content.length));
      expect((await download(stage, vol, 0n, BigInt(content.length))).equals(content)).toBe(true);
    },
  },
  {
    name: 'nothing is left in a volume that was wiped',
    needs: [...transfers, 'storageVolWipe'],
    async check(stage) {
      const vol = await makeVolume(stage, await activePool(stage));
      await upload(stage, vol, content);
      await stage.call.storageVolWipe({ vol, flags: 0 });
      const left = await download(stage, vol, 0n, BigInt(content.length));
      expect(left.some(byte => byte !== 0)).toBe(false);
    },
  },
];

/** Does something with a volume that somebody has just left: word of that may still be on its way. */
function untilFree(stage: Stage, attempt: () => Promise<void>): Promise<void> {
  return eventually(stage, 'a volume that its client has left is free', () => tolerate(attempt(), 'OPERATION_INVALID'));
}
