import { fstatSync, openSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open } from '@tsvirt/core';
import { hasNative, socketPair } from '@tsvirt/util/host';
import { describe, expect, test } from 'vitest';
import { testHost } from '../src/testing/index.js';

const document = (devices: string) => `<domain type='test'><name>web</name><memory>65536</memory>
  <os><type>hvm</type></os><devices>${devices}</devices></domain>`;

/** Takes a stream's bytes as they are asked for. */
class Taking {
  readonly #chunks: AsyncIterator<Buffer>;
  #bytes: Buffer = Buffer.alloc(0);

  constructor(socket: Socket) {
    this.#chunks = socket[Symbol.asyncIterator]();
  }

  async take(length: number): Promise<Buffer> {
    while (this.#bytes.length < length) {
      const { done, value } = await this.#chunks.next();
      if (done === true) throw new Error('the display hung up');
      this.#bytes = Buffer.concat([this.#bytes, value]);
    }
    const taken = this.#bytes.subarray(0, length);
    this.#bytes = this.#bytes.subarray(length);
    return taken;
  }
}

const isOpen = (fd: number): boolean => {
  try {
    fstatSync(fd);
    return true;
  } catch {
    return false; // EBADF is what is looked for
  }
};

describe.skipIf(!hasNative())('displays (descriptors need native calls, which this host lacks)', () => {
  test.each(['a socket of its own', 'a socket of the host'] as const)('are served to who comes with %s', async how => {
    await using host = await testHost({ domains: [{ xml: document(`<graphics type='vnc' port='5900'/>`) }] });
    await using connection = await host.connect();
    const web = await connection.domainLookupByName('web');
    const phases: number[] = [];
    const left = host.events.next('domainGraphics', { when: ({ phase }) => phases.push(phase) > 0 && phase === 2 });
    let fd: number;
    if (how === 'a socket of the host') fd = await web.openGraphicsFD(0);
    else {
      const [ours, theirs] = socketPair();
      await web.openGraphics(0, theirs, { skipauth: true });
      fd = ours;
    }
    const viewer = new Socket({ fd });
    const from = new Taking(viewer);
    expect((await from.take(12)).toString()).toBe('RFB 003.008\n');
    viewer.write('RFB 003.008\n');
    expect([...(await from.take(2))]).toEqual([1, 1]);
    viewer.write(Buffer.from([1]));
    expect((await from.take(4)).readUInt32BE()).toBe(0);
    viewer.write(Buffer.from([1]));
    const greeting = await from.take(27);
    expect([greeting.readUInt16BE(0), greeting.readUInt16BE(2), greeting.toString('utf8', 24)]).toEqual([
      640,
      480,
      'web',
    ]);
    // A key, some text for the clipboard, and a look at eight pixels in the corner.
    viewer.write(Buffer.from([4, 1, 0, 0, 0, 0, 0, 65, 6, 0, 0, 0, 0, 0, 0, 2, 104, 105]));
    viewer.write(Buffer.from([3, 0, 0, 0, 0, 0, 0, 4, 0, 2]));
    const update = await from.take(16 + 4 * 2 * 4);
    expect([...update.subarray(0, 12)]).toEqual([0, 0, 0, 1, 0, 0, 0, 0, 0, 4, 0, 2]);
    viewer.destroy();
    await left;
    expect(phases).toEqual([0, 1, 2]);
  });

  test('hang up on those who do not keep to the protocol, and when the guest ends', async () => {
    await using host = await testHost({ domains: [{ xml: document(`<graphics type='vnc' port='5900'/>`) }] });
    await using connection = await host.connect();
    const web = await connection.domainLookupByName('web');
    const rude = new Socket({ fd: await web.openGraphicsFD(0) });
    const waiting = new Socket({ fd: await web.openGraphicsFD(0) });
    const ends = [rude, waiting].map(socket => new Promise(resolve => void socket.resume().once('close', resolve)));
    rude.write('GET / HTTP/1.1\r\n');
    await ends[0];
    await web.destroy();
    await ends[1];
  });

  test('that there are not, or that nobody can be let in to, are refused', async () => {
    const graphics = `<graphics type='vnc' port='5900'/><graphics type='sdl' display=':0'/>`;
    await using host = await testHost({ domains: [{ xml: document(graphics) }] });
    await using connection = await host.connect();
    const web = await connection.domainLookupByName('web');
    await expect(web.openGraphicsFD(2)).rejects.toMatchObject({ code: 'INTERNAL_ERROR', message: /index 2/ });
    await expect(web.openGraphicsFD(1)).rejects.toMatchObject({ code: 'INTERNAL_ERROR', message: /sdl/ });
  });
});

describe.skipIf(!hasNative())('files of clients (descriptors need native calls, which this host lacks)', () => {
  test('are there for disks as long as the client is', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tsvirt-files-'));
    const path = join(folder, 'image');
    await writeFile(path, 'x');
    const disk = `<disk type='file'><source file='${path}' fdgroup='image'/><target dev='vda' bus='virtio'/></disk>`;
    await using host = await testHost({ domains: [{ xml: document(disk), state: 'shutoff' }] });
    await using connection = await host.connect();
    const web = await connection.domainLookupByName('web');
    const missing = { code: 'INVALID_ARG', message: /'image' was not associated/ };
    await expect(web.create()).rejects.toMatchObject(missing);
    const client = await host.connect();
    const theirs = await client.domainLookupByName('web');
    await theirs.fdAssociate('image', [openSync(path, 'r')]);
    await expect(theirs.fdAssociate('image', [openSync(path, 'r')])).rejects.toMatchObject({ code: 'INVALID_ARG' });
    await web.create();
    await web.destroy();
    // What is tied to a connection is done in one turn: when the guest is gone, the files are as well.
    await theirs.createWithFlags({ autodestroy: true });
    const gone = host.events.next('domainLifecycle', { when: ({ event }) => event === 5 });
    await client.close();
    await gone;
    await expect(web.create()).rejects.toMatchObject(missing);
    await rm(folder, { recursive: true });
  });

  test('are held by the guest that was started with them, until it ends', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tsvirt-files-'));
    await writeFile(join(folder, 'image'), 'x');
    await using host = await testHost({ domains: [{ name: 'web', state: 'shutoff' }] });
    // In this process, descriptors keep their numbers.
    await using connection = await open('test:///default', { drivers: host.drivers });
    const web = await connection.domainLookupByName('web');
    const fd = openSync(join(folder, 'image'), 'r');
    await web.createWithFiles([fd]);
    expect(isOpen(fd)).toBe(true);
    await web.destroy();
    await expect.poll(() => isOpen(fd)).toBe(false);
    await rm(folder, { recursive: true });
  });

  test('are closed by a host that answers as the mock, whether or not the guest starts', async () => {
    await using host = await testHost({ domains: [{ name: 'web', state: 'shutoff' }], complete: false });
    await using connection = await open('test:///default', { drivers: host.drivers });
    const web = await connection.domainLookupByName('web');
    const first = openSync('/', 'r');
    await web.createWithFiles([first]);
    await expect.poll(() => isOpen(first)).toBe(false);
    const second = openSync('/', 'r');
    await expect(web.createWithFiles([second])).rejects.toMatchObject({ code: 'INTERNAL_ERROR' });
    await expect.poll(() => isOpen(second)).toBe(false);
  });
});
