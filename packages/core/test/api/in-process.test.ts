import { buffer } from 'node:stream/consumers';
import { deferred } from '@tsvirt/util';
import { describe, expect, test } from 'vitest';
import { open } from '../../src/index.js';
import { testDomain, TinyDriver } from '../rpc/tiny-driver.js';

const lifecycle = (event: number, detail: number) => ({ dom: testDomain, event, detail });

describe('drivers in this process', () => {
  test('are called as a daemon is', async () => {
    const driver = new TinyDriver();
    await using connection = await open('test:///default', { drivers: driver, libVersion: 11_007_000 });
    expect(await connection.getURI()).toBe('test:///default');
    expect(await connection.getLibVersion()).toBe(11_007_000);
    const domain = await connection.domainLookupByName('test');
    expect(await domain.getState()).toEqual({ state: 'running', reason: 'unknown' });
    await expect(domain.getXMLDesc()).rejects.toMatchObject({ code: 'NO_SUPPORT' });
  });

  test('hear of the end', async () => {
    const driver = new TinyDriver();
    const connection = await open('test:///default', { drivers: driver });
    await connection.close();
    expect(await connection.closed).toBeUndefined();
    expect(driver.closed).toBe(1);
    expect(connection.isAlive()).toBe(false);
    await expect(connection.getHostname()).rejects.toMatchObject({ code: 'RPC' });
  });

  test('that do not serve the URI are an error of open', async () => {
    await expect(open('xen:///system', { drivers: new TinyDriver() })).rejects.toMatchObject({ code: 'NO_CONNECT' });
  });

  test('change nothing on a read-only connection', async () => {
    await using connection = await open('test:///default', { drivers: new TinyDriver(), readOnly: true });
    const domain = await connection.domainLookupByName('test');
    await expect(domain.suspend()).rejects.toMatchObject({ code: 'OPERATION_DENIED' });
  });

  test('send streams, holes included', async () => {
    const written: unknown[] = [];
    const driver = new TinyDriver({
      storageVolDownload(_, call) {
        call.stream.serve(async stream => {
          await stream.write(new Uint8Array([1, 2, 3]));
          await stream.writeHole(1_000_000n);
          await stream.end();
        });
      },
      storageVolUpload(_, call) {
        call.stream.serve(async stream => {
          for await (const chunk of stream) written.push(chunk.kind === 'data' ? [...chunk.data] : chunk.length);
        });
      },
      storageVolLookupByKey: ({ key }) => ({ vol: { pool: 'p', name: 'v', key } }),
    });
    await using connection = await open('test:///default', { drivers: driver });
    const volume = await connection.storageVolLookupByKey('/v');
    const download = await volume.download({ sparseStream: true });
    expect(await download.recv(2)).toEqual(Buffer.from([1, 2]));
    expect(await download.recv(2)).toEqual(Buffer.from([3]));
    expect(await download.recvHole()).toBe(1_000_000n);
    expect(await download.recv()).toBeUndefined();
    await download.finish();
    const upload = await volume.upload({ sparseStream: true });
    await upload.sparseSendAll([new Uint8Array([9]), { kind: 'hole', length: 4096n }]);
    expect(written).toEqual([[9], 4096n]);
    const zeros = await volume.download({ sparseStream: true });
    let bytes = 0;
    expect(await zeros.recvAll(data => void (bytes += data.length))).toBe(1_000_003n);
    expect(bytes).toBe(1_000_003);
  });

  describe('streams', () => {
    const sent = [new Uint8Array([1, 2]), new Uint8Array([3])];
    let written: number[] = [];
    const driver = new TinyDriver({
      storageVolUpload(_, call) {
        call.stream.serve(async stream => {
          for await (const chunk of stream) if (chunk.kind === 'data') written.push(...chunk.data);
        });
      },
      storageVolDownload(_, call) {
        call.stream.serve(async stream => {
          await stream.write(new Uint8Array([1, 2, 3]));
          await stream.writeHole(2n);
          await stream.end();
        });
      },
      storageVolLookupByKey: ({ key }) => ({ vol: { pool: 'p', name: 'v', key } }),
    });

    test('take web streams, also those that only have a reader', async () => {
      await using connection = await open('test:///default', { drivers: driver });
      const volume = await connection.storageVolLookupByKey('/v');
      const web = ReadableStream.from(sent);
      for (const source of [ReadableStream.from(sent), { getReader: () => web.getReader() }, sent]) {
        written = [];
        await using upload = await volume.upload();
        await upload.sendAll(source);
        expect(written).toEqual([1, 2, 3]);
      }
      expect(web.locked).toBe(false);
    });

    test('cancel a source when they end before it', async () => {
      await using connection = await open('test:///default', { drivers: driver });
      const volume = await connection.storageVolLookupByKey('/v');
      let cancelled = false;
      const endless = new ReadableStream<Uint8Array>({
        pull: controller => controller.enqueue(new Uint8Array(10)),
        cancel: () => void (cancelled = true),
      });
      const upload = await volume.upload();
      upload.abort();
      const bare = { getReader: () => endless.getReader() };
      await expect(upload.sendAll(bare)).rejects.toMatchObject({ code: 'OPERATION_ABORTED' });
      expect(cancelled).toBe(true);
      expect(endless.locked).toBe(false);
    });

    test('give bytes to pipelines, and are aborted when these leave', async () => {
      await using connection = await open('test:///default', { drivers: driver });
      const volume = await connection.storageVolLookupByKey('/v');
      const whole = await volume.download({ sparseStream: true });
      expect(await buffer(whole.bytes())).toEqual(Buffer.from([1, 2, 3, 0, 0]));
      const left = await volume.download();
      for await (const _ of left.bytes()) break;
      expect(left.signal.aborted).toBe(true);
    });
  });

  test('are left when a caller gives up, whatever it says to that', async () => {
    const driver = new TinyDriver({
      async domainSuspend() {
        await new Promise<never>(() => {});
      },
    });
    await using connection = await open('test:///default', { drivers: driver });
    const domain = await connection.domainLookupByName('test');
    for (const reason of [new Error('changed my mind'), 'changed my mind', undefined]) {
      const giveUp = new AbortController();
      const call = domain.suspend({ signal: giveUp.signal });
      giveUp.abort(reason);
      await expect(call).rejects.toMatchObject({ code: 'OPERATION_ABORTED' });
      await expect(domain.suspend({ signal: giveUp.signal })).rejects.toMatchObject({ code: 'OPERATION_ABORTED' });
    }
    await expect(domain.suspend({ timeoutMs: 1 })).rejects.toMatchObject({ code: 'OPERATION_TIMEOUT' });
  });

  test('are asked for a feature once, and each caller waits as long as it likes', async () => {
    const asked = deferred();
    const answer = deferred();
    let times = 0;
    const driver = new TinyDriver({
      async connectSupportsFeature() {
        times++;
        asked.resolve();
        await answer.promise;
        return { supported: 1 };
      },
    });
    await using connection = await open('test:///default', { drivers: driver });
    const giveUp = new AbortController();
    const first = connection.hasFeature(9, { signal: giveUp.signal });
    const second = connection.hasFeature(9);
    const late = connection.hasFeature(9, { timeoutMs: 1 });
    await asked.promise;
    giveUp.abort();
    await expect(first).rejects.toMatchObject({ code: 'OPERATION_ABORTED' });
    await expect(late).rejects.toMatchObject({ code: 'OPERATION_TIMEOUT' });
    answer.resolve();
    expect(await second).toBe(true);
    expect(times).toBe(1);
  });

  test('emit events, to whom they concern', async () => {
    const driver = new TinyDriver();
    await using connection = await open('test:///default', { drivers: driver });
    await using events = await connection.events('domainLifecycle');
    driver.hub.emit('domainLifecycle', lifecycle(3, 0));
    driver.hub.emit('domainLifecycle', lifecycle(99, 7));
    expect((await events.next()).value).toMatchObject({
      event: 'suspended',
      detail: 'paused',
      domain: { name: 'test' },
    });
    expect((await events.next()).value).toMatchObject({ event: '#99', detail: '#7' });
    await expect(connection.events('secretLifecycle')).rejects.toMatchObject({ code: 'NO_SUPPORT' });
  });

  test('do not suffer from a listener that throws', async () => {
    const driver = new TinyDriver();
    await using connection = await open('test:///default', { drivers: driver });
    const seen: string[] = [];
    await connection.on('domainLifecycle', ({ event }) => {
      seen.push(event);
      throw new Error('of the listener');
    });
    await using events = await connection.events('domainLifecycle');
    driver.hub.emit('domainLifecycle', lifecycle(3, 0));
    driver.hub.emit('domainLifecycle', lifecycle(4, 0));
    await events.next();
    await events.next();
    expect(seen).toEqual(['suspended', 'resumed']);
  });
});
