import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClientStream } from '@tsvirt/core';
import type { DriverHandlers, StreamChunk, StreamEnd } from '@tsvirt/core/contract';
import { ConnectCloseReason } from '@tsvirt/core/protocol';
import { deferred, VirtError } from '@tsvirt/util';
import { hasNative } from '@tsvirt/util/host';
import { describe, expect, test } from 'vitest';
import { Daemons } from './daemons.js';

const dom = { name: 'one', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 1 };
const other = { name: 'two', uuid: '01010101-0101-0101-0101-010101010101', id: 2 };
const vol = { pool: 'default', name: 'disk', key: '/disk' };
const whole = { vol, offset: 0n, length: 0n, flags: 0 };
const sparse = { ...whole, flags: 1 };

function streaming(serve: (stream: StreamEnd) => Promise<void>): DriverHandlers {
  const offer = (_: unknown, call: { stream: { serve(run: typeof serve): void } }) => call.stream.serve(serve);
  return { storageVolUpload: offer, storageVolDownload: offer, domainOpenConsole: offer };
}

function streamOf({ stream }: { readonly stream: ClientStream | undefined }): ClientStream {
  if (stream === undefined) throw new Error('the call opened no stream');
  return stream;
}

async function collect(stream: AsyncIterable<StreamChunk>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of stream) if (chunk.kind === 'data') parts.push(chunk.data);
  return Buffer.concat(parts);
}

describe('calls', () => {
  test('of every program reach the far driver and come back, with lists and counts', async () => {
    await using daemons = await Daemons.start({
      connectGetType: () => ({ type: 'FAR' }),
      connectListDefinedDomains: () => ({ names: ['a', 'b', 'c'] }),
      connectListAllDomains: () => ({ domains: [dom, other] }),
      domainMonitorCommand: ({ cmd }) => ({ result: `ran ${cmd}` }),
      connectSupportsFeature: ({ feature }) => ({ supported: feature === 9 ? 1 : 0 }),
    });
    await using connection = await daemons.connect();
    expect(await connection.call.connectGetType({})).toEqual({ type: 'FAR' });
    expect(await connection.call.connectListDefinedDomains({ maxnames: 2 })).toEqual({ names: ['a', 'b', 'c'] });
    expect((await connection.call.connectListAllDomains({ flags: 0 })).domains).toEqual([dom, other]);
    expect(await connection.qemu.domainMonitorCommand({ dom, cmd: 'info', flags: 0 })).toEqual({ result: 'ran info' });
    expect(await connection.call.connectSupportsFeature({ feature: 9 })).toEqual({ supported: 1 });
    expect((await connection.call.connectGetURI({})).uri).toBe(`far+unix:///host?socket=${daemons.farSocket}`);
  });

  test('that fail there fail here with all that the error carries', async () => {
    await using daemons = await Daemons.start({
      domainSuspend: () => {
        throw new VirtError('OPERATION_INVALID', 'QEMU', 'not now', { str3: 'three', int1: 7 });
      },
    });
    await using connection = await daemons.connect();
    await expect(connection.call.domainSuspend({ dom })).rejects.toMatchObject({
      code: 'OPERATION_INVALID',
      domain: 'QEMU',
      detail: 'not now',
      str3: 'three',
      int1: 7,
    });
    await expect(connection.call.domainResume({ dom })).rejects.toMatchObject({ code: 'NO_SUPPORT' });
  });

  test('of a client that leaves are given up there as well, and its connection ends', async () => {
    const begun = deferred();
    const aborted = deferred();
    await using daemons = await Daemons.start({
      domainShutdown: (_, { signal }) => {
        signal.addEventListener('abort', () => aborted.resolve());
        begun.resolve();
        return new Promise(() => {});
      },
    });
    const connection = await daemons.connect();
    connection.call.domainShutdown({ dom }).catch(() => {});
    await begun.promise;
    await connection.close();
    await aborted.promise;
  });

  test('a URI of this host that nobody serves is nobody’s', async () => {
    await using daemons = await Daemons.start({});
    for (const uri of ['moon:///', 'test:///default', 'esx://far/', 'remote:///'])
      await expect(daemons.connect(uri)).rejects.toMatchObject({ code: 'NO_CONNECT' });
  });
});

describe('streams', () => {
  test('carry a download, and its end', async () => {
    const content = randomBytes(5_000_000);
    await using daemons = await Daemons.start(streaming(stream => stream.write(content)));
    await using connection = await daemons.connect();
    const stream = streamOf(await connection.callFully('storageVolDownload', whole));
    expect((await collect(stream)).equals(content)).toBe(true);
    await stream.finish();
  });

  test('carry an upload, which is confirmed when the far side has all of it', async () => {
    const content = randomBytes(5_000_000);
    let got: Buffer = Buffer.alloc(0);
    await using daemons = await Daemons.start(
      streaming(async stream => {
        got = await collect(stream);
      }),
    );
    await using connection = await daemons.connect();
    const stream = streamOf(await connection.callFully('storageVolUpload', whole));
    await stream.write(content);
    await stream.finish();
    expect(got.equals(content)).toBe(true);
  });

  test('carry holes both ways', async () => {
    await using daemons = await Daemons.start(
      streaming(async stream => {
        for await (const chunk of stream) {
          if (chunk.kind === 'hole') await stream.writeHole(chunk.length * 2n);
          else await stream.write(chunk.data);
        }
      }),
    );
    await using connection = await daemons.connect();
    const stream = streamOf(await connection.callFully('storageVolDownload', sparse));
    const chunks = stream[Symbol.asyncIterator]();
    await stream.writeHole(1n << 40n);
    expect((await chunks.next()).value).toEqual({ kind: 'hole', length: 1n << 41n });
    await stream.write(Buffer.from('data'));
    expect((await chunks.next()).value).toEqual({ kind: 'data', data: Buffer.from('data') });
    await stream.finish();
  });

  test('of a console go both ways at once', async () => {
    await using daemons = await Daemons.start(
      streaming(async stream => {
        await stream.write(Buffer.from('login: '));
        for await (const chunk of stream) if (chunk.kind === 'data') await stream.write(chunk.data);
      }),
    );
    await using connection = await daemons.connect();
    const console = streamOf(await connection.callFully('domainOpenConsole', { dom, devName: null, flags: 0 }));
    const chunks = console[Symbol.asyncIterator]();
    expect(Buffer.from((await chunks.next()).value?.data ?? '').toString()).toBe('login: ');
    await console.write(Buffer.from('root'));
    expect(Buffer.from((await chunks.next()).value?.data ?? '').toString()).toBe('root');
    await console.finish();
  });

  test('hold the far side back when nobody reads', async () => {
    let written = 0;
    const stalled = deferred();
    await using daemons = await Daemons.start(
      streaming(async stream => {
        const piece = Buffer.alloc(1 << 20);
        for (let at = 0; at < 64; at++) {
          const taken = stream.write(piece);
          const late = setTimeout(() => stalled.resolve(), 300);
          await taken;
          clearTimeout(late);
          written += piece.length;
        }
      }),
    );
    await using connection = await daemons.connect();
    const stream = streamOf(await connection.callFully('storageVolDownload', whole));
    await stalled.promise;
    // A few windows and socket buffers on the way, not the whole.
    expect(written).toBeLessThan(32 << 20);
    expect((await collect(stream)).length).toBe(64 << 20);
    await stream.finish();
  });

  test('that fail there fail here, also while this side is still sending', async () => {
    await using daemons = await Daemons.start(
      streaming(async stream => {
        for await (const _ of stream) throw new VirtError('OPERATION_FAILED', 'STORAGE', 'the disk is full');
      }),
    );
    await using connection = await daemons.connect();
    const stream = streamOf(await connection.callFully('storageVolUpload', whole));
    await stream.write(Buffer.from('x'));
    await expect(collect(stream)).rejects.toMatchObject({ code: 'OPERATION_FAILED', domain: 'STORAGE' });
    await expect(stream.finish()).rejects.toMatchObject({ detail: 'the disk is full' });
  });

  test('that the client aborts are aborted there', async () => {
    const aborted = deferred();
    await using daemons = await Daemons.start(
      streaming(async stream => {
        stream.signal.addEventListener('abort', () => aborted.resolve());
        await collect(stream);
      }),
    );
    await using connection = await daemons.connect();
    const stream = streamOf(await connection.callFully('storageVolUpload', whole));
    await stream.write(Buffer.from('x'));
    stream.abort();
    await aborted.promise;
  });
});

describe('events', () => {
  test('are asked for when somebody wants them, and for as long', async () => {
    await using daemons = await Daemons.start({});
    await using connection = await daemons.connect();
    expect(daemons.events.size).toBe(0);
    const all = await connection.events('domainLifecycle');
    const one = await connection.events('domainLifecycle', { dom: other });
    expect(daemons.events.size).toBe(1);
    daemons.events.emit('domainLifecycle', { dom, event: 3, detail: 0 });
    daemons.events.emit('domainLifecycle', { dom: other, event: 4, detail: 1 });
    expect((await all.next()).value).toEqual({ dom, event: 3, detail: 0 });
    expect((await all.next()).value).toEqual({ dom: other, event: 4, detail: 1 });
    expect((await one.next()).value).toEqual({ dom: other, event: 4, detail: 1 });
    await all[Symbol.asyncDispose]();
    expect(daemons.events.size).toBe(1);
    await one[Symbol.asyncDispose]();
    // The near daemon ends its own subscription behind ours; a call that goes the same way comes after it.
    await connection.call.connectGetHostname({}).catch(() => {});
    expect(daemons.events.size).toBe(0);
  });

  test('of monitors come through', async () => {
    await using daemons = await Daemons.start({});
    await using connection = await daemons.connect();
    await using feed = await connection.events('monitor', { dom });
    const event = { dom, event: 'RESET', seconds: 1n, micros: 2, details: null };
    daemons.events.emit('monitor', { ...event, dom: other });
    daemons.events.emit('monitor', event);
    expect((await feed.next()).value).toEqual(event);
  });

  test('tell of the loss of the far daemon, and calls say it too', async () => {
    await using daemons = await Daemons.start({});
    await using connection = await daemons.connect();
    await using feed = await connection.events('connectionClosed');
    // The far daemon has read all that was sent to it: its end is an orderly one.
    await connection.call.connectGetHostname({}).catch(() => {});
    await daemons.stopFar();
    expect((await feed.next()).value).toEqual({ reason: ConnectCloseReason.eof });
    await expect(connection.call.connectGetHostname({})).rejects.toMatchObject({ code: 'RPC' });
  });
});

describe.skipIf(!hasNative())('descriptors (need native calls, which this host lacks)', () => {
  test('travel through in both directions', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'forwarded-fds-'));
    const open = (name: string) => {
      writeFileSync(join(folder, name), `content of ${name}`);
      return openSync(join(folder, name), 'r');
    };
    const contentOf = (fd: number) => {
      const buffer = Buffer.alloc(100);
      const length = readSync(fd, buffer, 0, 100, 0);
      closeSync(fd);
      return buffer.toString('utf8', 0, length);
    };
    let got: string[] = [];
    try {
      await using daemons = await Daemons.start({
        domainFDAssociate: (_, { fds }) => {
          got = fds.map(contentOf);
        },
        domainOpenGraphicsFD: (_, call) => call.replyFds([open('reply')]),
      });
      await using connection = await daemons.connect();
      const call = { dom, name: 'group', flags: 0 };
      await connection.callFully('domainFDAssociate', call, { fds: [open('a'), open('b')] });
      expect(got).toEqual(['content of a', 'content of b']);
      const { fds } = await connection.callFully('domainOpenGraphicsFD', { dom, idx: 0, flags: 0 });
      expect(fds.map(contentOf)).toEqual(['content of reply']);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
