import { once } from 'node:events';
import { openSync } from 'node:fs';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Call } from '@tsvirt/core/contract';
import { hasNative, socketPair } from '@tsvirt/util/host';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { call, DriverUnderTest } from './driver-under-test.js';

const emulator = '/usr/bin/qemu-system-x86_64';
const isThere = await access(emulator).then(
  () => true,
  () => false,
);

const uuid = '5fb06bd0-0bb0-7ffb-45f1-d6edd65f3e04';
const dom = { name: 'seen', uuid, id: -1 };
const xml = `<domain type='qemu'><name>${dom.name}</name><uuid>${uuid}</uuid>
  <memory unit='MiB'>32</memory><os><type arch='x86_64' machine='pc'>hvm</type></os>
  <devices><emulator>${emulator}</emulator>
    <graphics type='vnc' passwd='secret'><listen type='none'/></graphics>
    <video><model type='vga'/></video></devices></domain>`;
const version = 'RFB 003.008\n';
const skipAuth = 1;
/** The kinds of security of RFB. */
const noSecurity = 1;
const password = 2;

describe.skipIf(!isThere || !hasNative())(`displays of guests, under ${emulator}, with native calls`, () => {
  let root: string;
  let driver: DriverUnderTest;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'tsvirt-qemu-'));
    driver = await DriverUnderTest.start(root);
    await driver.handlers.domainDefineXML?.({ xml }, call);
    await driver.handlers.domainCreate?.({ dom }, call);
  });
  afterAll(async () => {
    await driver.handlers.domainDestroy?.({ dom }, call);
    await driver.stop();
    await rm(root, { recursive: true, force: true });
  });

  /** A call that brings descriptors along. */
  const bringing = (...fds: number[]): Call => ({ ...call, fds });
  /** Calls domainOpenGraphicsFD. @returns the client's socket */
  async function opened(flags: number): Promise<Client> {
    const given: number[] = [];
    await driver.handlers.domainOpenGraphicsFD?.(
      { dom, idx: 0, flags },
      { ...call, replyFds: fds => void given.push(...fds) },
    );
    const [fd] = given;
    if (fd === undefined || given.length !== 1) throw new Error(`${given.length} descriptors`);
    return clientOn(fd);
  }

  test('speak with a client over the socket that the call returns', async () => {
    const client = await opened(0);
    expect(await client.read(version.length)).toEqual(Buffer.from(version));
    client.write(version);
    expect(await client.read(2)).toEqual(Buffer.from([1, password]));
  });

  test('want no password where the client asks to be let in without', async () => {
    const client = await opened(skipAuth);
    await client.read(version.length);
    client.write(version);
    expect(await client.read(2)).toEqual(Buffer.from([1, noSecurity]));
  });

  test('speak with clients who bring their own sockets, several at once', async () => {
    const clients = await Promise.all(
      [0, skipAuth, 0].map(async flags => {
        const [ours, theirs] = socketPair();
        const client = clientOn(ours);
        await driver.handlers.domainOpenGraphics?.({ dom, idx: 0, flags }, bringing(theirs));
        return client;
      }),
    );
    const greeted = await Promise.all(clients.map(client => client.read(version.length)));
    for (const greeting of greeted) expect(greeting).toEqual(Buffer.from(version));
    for (const client of clients) client.write(version);
    const kinds = await Promise.all(clients.map(client => client.read(2)));
    expect(kinds.map(kind => kind[1])).toEqual([password, noSecurity, password]);
  });

  test('that are not there are refused, and the socket is closed', async () => {
    const [ours, theirs] = socketPair();
    const client = clientOn(ours);
    await expect(
      driver.handlers.domainOpenGraphics?.({ dom, idx: 1, flags: 0 }, bringing(theirs)),
    ).rejects.toMatchObject({ code: 'INTERNAL_ERROR', message: /No graphics backend with index 1/ });
    await client.ended;
    await expect(opened(2)).rejects.toMatchObject({ code: 'INVALID_ARG' });
  });

  test('take no descriptor that is not a socket, and go on', async () => {
    const file = openSync('/dev/null', 'r');
    await expect(driver.handlers.domainOpenGraphics?.({ dom, idx: 0, flags: 0 }, bringing(file))).rejects.toMatchObject(
      { code: 'INVALID_ARG', message: /must be a socket/ },
    );
    await expect(driver.handlers.domainOpenGraphics?.({ dom, idx: 0, flags: 0 }, bringing())).rejects.toMatchObject({
      code: 'INVALID_ARG',
    });
    const client = await opened(0);
    await client.read(version.length);
  });

  test('of guests that do not run take no clients', async () => {
    const name = 'unseen';
    const other = { ...dom, name, uuid: uuid.replace(/4$/, '5') };
    await driver.handlers.domainDefineXML?.({ xml: xml.replace(dom.name, name).replace(uuid, other.uuid) }, call);
    const [ours, theirs] = socketPair();
    const client = clientOn(ours);
    await expect(
      driver.handlers.domainOpenGraphics?.({ dom: other, idx: 0, flags: 0 }, bringing(theirs)),
    ).rejects.toMatchObject({ code: 'OPERATION_INVALID' });
    await client.ended;
  });
});

interface Client {
  /** Waits for so many bytes. */
  read(length: number): Promise<Buffer>;
  write(text: string): void;
  /** Settles when the other side has closed. */
  readonly ended: Promise<unknown>;
}

function clientOn(fd: number): Client {
  const socket = new Socket({ fd, readable: true, writable: true });
  onTestFinished(() => void socket.destroy());
  let heard = Buffer.alloc(0);
  socket.on('data', chunk => {
    heard = Buffer.concat([heard, chunk]);
  });
  return {
    async read(length) {
      while (heard.length < length) await once(socket, 'data');
      const taken = heard.subarray(0, length);
      heard = heard.subarray(length);
      return taken;
    },
    write: text => void socket.write(text, 'latin1'),
    ended: once(socket, 'end'),
  };
}
