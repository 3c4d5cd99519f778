import { randomBytes } from 'node:crypto';
import { duplexPair } from 'node:stream';
import { deferred, VirtError } from '@tsvirt/util';
import { expect, test } from 'vitest';
import type { StreamChunk, StreamEnd } from '../../src/contract/index.js';
import { remote } from '../../src/protocol/index.js';
import { decodeHeader, encodePacket, MessageStatus, MessageType } from '../../src/protocol/packet.js';
import { RpcClient } from '../../src/rpc/client.js';
import { TestServer } from './test-server.js';
import { TinyDriver } from './tiny-driver.js';

const vol = { pool: 'default', name: 'disk.img', key: '/disk.img' };
const whole = { vol, offset: 0n, length: 0n, flags: 0 };
const sparse = { ...whole, flags: 1 };

async function collect(stream: AsyncIterable<StreamChunk>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of stream) if (chunk.kind === 'data') parts.push(chunk.data);
  return Buffer.concat(parts);
}

/** A driver whose volume streams are served by `serve`. */
function streaming(serve: (stream: StreamEnd) => Promise<void>): TinyDriver {
  const offer = (_: unknown, call: { stream: { serve(run: typeof serve): void } }) => call.stream.serve(serve);
  return new TinyDriver({ storageVolUpload: offer, storageVolDownload: offer, domainOpenConsole: offer });
}

test('a download gives what the handler wrote, then ends', async () => {
  const content = randomBytes(5_000_000);
  await using server = await TestServer.start(streaming(stream => stream.write(content)));
  await using connection = await server.connect();
  const { stream } = await connection.callFully('storageVolDownload', whole);
  if (stream === undefined) throw new Error('no stream');
  expect((await collect(stream)).equals(content)).toBe(true);
  await stream.finish();
});

test('an upload reaches the handler whole before it is confirmed', async () => {
  const content = randomBytes(5_000_000);
  let got: Buffer = Buffer.alloc(0);
  await using server = await TestServer.start(
    streaming(async stream => {
      got = await collect(stream);
    }),
  );
  await using connection = await server.connect();
  const { stream } = await connection.callFully('storageVolUpload', whole);
  await stream?.write(content);
  await stream?.finish();
  expect(got.equals(content)).toBe(true);
});

test('holes pass both ways where the call allowed them', async () => {
  const seen: StreamChunk[] = [];
  const driver = streaming(async stream => {
    for await (const chunk of stream) {
      seen.push(chunk);
      if (chunk.kind === 'hole') await stream.writeHole(chunk.length * 2n);
      else await stream.write(chunk.data);
    }
  });
  await using server = await TestServer.start(driver);
  await using connection = await server.connect();
  const { stream } = await connection.callFully('storageVolUpload', sparse);
  await stream?.writeHole(1n << 40n);
  await stream?.write(Buffer.from('end'));
  await stream?.finish();
  expect(seen).toEqual([
    { kind: 'hole', length: 1n << 40n },
    { kind: 'data', data: Buffer.from('end') },
  ]);
});

test('a hole that was not agreed on fails the stream', async () => {
  const ended = deferred<unknown>();
  await using server = await TestServer.start(
    streaming(async stream => {
      stream.signal.addEventListener('abort', () => ended.resolve(stream.signal.reason));
      await collect(stream);
    }),
  );
  await using connection = await server.connect();
  const { stream } = await connection.callFully('storageVolUpload', whole);
  await expect(stream?.writeHole(1n)).rejects.toMatchObject({ code: 'OPERATION_INVALID' });
});

test("the handler's failure is the answer to the client's finish", async () => {
  await using server = await TestServer.start(
    streaming(async stream => {
      await collect(stream);
      throw new VirtError('SYSTEM_ERROR', 'STREAMS', 'cannot write to stream: No space left on device');
    }),
  );
  await using connection = await server.connect();
  const { stream } = await connection.callFully('storageVolUpload', whole);
  await stream?.write(Buffer.from('ten bytes.'));
  await expect(stream?.finish()).rejects.toMatchObject({
    code: 'SYSTEM_ERROR',
    domain: 'STREAMS',
    message: 'cannot write to stream: No space left on device',
  });
});

test('a failure in the middle ends a download with the error', async () => {
  await using server = await TestServer.start(
    streaming(async stream => {
      await stream.write(Buffer.from('some'));
      throw new VirtError('OPERATION_FAILED', 'STORAGE', 'the disk is on fire');
    }),
  );
  await using connection = await server.connect();
  const { stream } = await connection.callFully('storageVolDownload', whole);
  if (stream === undefined) throw new Error('no stream');
  await expect(collect(stream)).rejects.toMatchObject({ code: 'OPERATION_FAILED' });
  await expect(stream.finish()).rejects.toMatchObject({ code: 'OPERATION_FAILED' });
});

test('an abort stops the handler at once', async () => {
  const ended = deferred<unknown>();
  await using server = await TestServer.start(
    streaming(async stream => {
      stream.signal.addEventListener('abort', () => ended.resolve(stream.signal.reason));
      await collect(stream);
    }),
  );
  await using connection = await server.connect();
  {
    const { stream } = await connection.callFully('storageVolUpload', whole);
    await using held = stream;
    await held?.write(Buffer.from('x'));
  }
  expect(await ended.promise).toMatchObject({ code: 'OPERATION_ABORTED' });
  expect(await connection.call.connectGetHostname({})).toEqual({ hostname: 'vmhost' });
});

test('a client that goes away in the middle of a stream stops the handler', async () => {
  const ended = deferred<unknown>();
  const started = deferred();
  await using server = await TestServer.start(
    streaming(async stream => {
      stream.signal.addEventListener('abort', () => ended.resolve(stream.signal.reason));
      started.resolve();
      await collect(stream);
    }),
  );
  const connection = await server.connect();
  const { stream } = await connection.callFully('storageVolUpload', whole);
  stream?.finish().catch(() => {});
  await started.promise;
  await connection.close();
  // Finished first: the handler saw the end, or lost the client. Either way it is not left waiting.
  await server.server.close();
  expect(server.server.clientCount).toBe(0);
});

test('a console carries both directions until the client has enough', async () => {
  const through = deferred();
  await using server = await TestServer.start(
    streaming(async stream => {
      try {
        for await (const chunk of stream) if (chunk.kind === 'data') await stream.write(chunk.data);
      } finally {
        through.resolve();
      }
    }),
  );
  await using connection = await server.connect();
  const { stream } = await connection.callFully('domainOpenConsole', {
    dom: { name: 'test', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 1 },
    devName: null,
    flags: 0,
  });
  if (stream === undefined) throw new Error('no stream');
  const echo = stream[Symbol.asyncIterator]();
  for (const line of ['ls\n', 'exit\n']) {
    await stream.write(Buffer.from(line));
    expect(await echo.next()).toEqual({ done: false, value: { kind: 'data', data: Buffer.from(line) } });
  }
  await stream.finish();
  await through.promise;
});

test('a handler that does not read makes the client wait, not the server grow', async () => {
  const read = deferred();
  let taken = 0;
  await using server = await TestServer.start(
    streaming(async stream => {
      await read.promise;
      for await (const chunk of stream) if (chunk.kind === 'data') taken += chunk.data.length;
    }),
  );
  await using connection = await server.connect();
  const { stream } = await connection.callFully('storageVolUpload', whole);
  const chunk = Buffer.alloc(262_120);
  let written = 0;
  const writing = (async () => {
    for (let i = 0; i < 100; i++) {
      await stream?.write(chunk);
      written += chunk.length;
    }
    await stream?.finish();
  })();
  // The writer stops for good once the windows are full: nothing moves over many turns.
  for (let quiet = 0, before = -1; quiet < 50; quiet = written === before ? quiet + 1 : 0) {
    before = written;
    await new Promise(resolve => setImmediate(resolve));
  }
  expect(written).toBeLessThan(100 * chunk.length);
  read.resolve();
  await writing;
  expect(taken).toBe(100 * chunk.length);
});

test('a client that does not read makes the handler wait', async () => {
  let written = 0;
  const chunk = Buffer.alloc(262_120);
  await using server = await TestServer.start(
    streaming(async stream => {
      for (let i = 0; i < 100; i++) {
        await stream.write(chunk);
        written += chunk.length;
      }
    }),
  );
  await using connection = await server.connect();
  const { stream } = await connection.callFully('storageVolDownload', whole);
  for (let quiet = 0, before = -1; quiet < 50; quiet = written === before ? quiet + 1 : 0) {
    before = written;
    await new Promise(resolve => setImmediate(resolve));
  }
  expect(written).toBeLessThan(100 * chunk.length);
  let taken = 0;
  for await (const part of stream ?? []) if (part.kind === 'data') taken += part.data.length;
  expect(taken).toBe(100 * chunk.length);
});

test('who opened something for a stream serves it, and so closes it, when the client left before the reply', async () => {
  const [asked, left, ended] = [deferred(), deferred(), deferred<unknown>()];
  const driver = new TinyDriver({
    domainOpenConsole: async (
      _: unknown,
      call: { stream: { serve(run: (stream: StreamEnd) => Promise<void>): void } },
    ) => {
      asked.resolve();
      await left.promise;
      call.stream.serve(async stream => {
        await collect(stream).catch(ended.resolve);
      });
    },
  });
  await using server = await TestServer.start(driver, {
    server: { onClients: clients => clients === 0 && left.resolve() },
  });
  const connection = await server.connect();
  const dom = { name: 'web', uuid: '5fb06bd0-0bb0-7ffb-45f1-d6edd65f3e03', id: 1 };
  const call = connection.callFully('domainOpenConsole', { dom, devName: null, flags: 0 });
  call.catch(() => {}); // it fails with its connection
  await asked.promise;
  await connection[Symbol.asyncDispose]();
  await expect(ended.promise).resolves.toMatchObject({ domain: 'RPC' });
});

test('what arrives of a stream before the reply belongs to it, as libvirtd sends it', async () => {
  const [ours, theirs] = duplexPair();
  await using client = RpcClient.over(ours, { programs: [remote] });
  const parts: Buffer[] = [];
  theirs.on('data', (part: Buffer) => {
    parts.push(part);
    const call = Buffer.concat(parts);
    if (call.length < 4 || call.length < call.readUInt32BE(0)) return;
    const header = { ...decodeHeader(call), type: MessageType.stream, status: MessageStatus.continue };
    theirs.write(encodePacket(header, writer => writer.bytes(Buffer.from('soon'))));
    theirs.write(encodePacket(header));
    theirs.write(encodePacket({ ...header, type: MessageType.reply, status: MessageStatus.ok }));
  });
  const { stream } = await client.callFully(remote, 'storageVolDownload', whole);
  if (stream === undefined) throw new Error('no stream');
  expect((await collect(stream)).toString()).toBe('soon');
});
