import { access, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConnectionTies, type DriverHandlers } from '@tsvirt/core/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, DriverUnderTest } from './driver-under-test.js';

const emulator = '/usr/bin/qemu-system-x86_64';
const isThere = await access(emulator).then(
  () => true,
  () => false,
);

const xml = `<domain type='qemu'><name>tiny</name><uuid>5fb06bd0-0bb0-7ffb-45f1-d6edd65f3e03</uuid>
  <memory unit='MiB'>32</memory><os><type arch='x86_64' machine='pc'>hvm</type></os>
  <devices><emulator>${emulator}</emulator><serial type='pty'/></devices></domain>`;
const uuid = '5fb06bd0-0bb0-7ffb-45f1-d6edd65f3e03';
const dom = { name: 'tiny', uuid, id: -1 };

describe.skipIf(!isThere)(`a guest under ${emulator}`, { timeout: 60_000 }, () => {
  let root: string;
  let daemon: DriverUnderTest;
  let handlers: DriverHandlers;
  const events: { readonly event: number; readonly detail: number }[] = [];

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'tsvirt-qemu-'));
    await up();
  }, 60_000);
  afterAll(async () => {
    await handlers.domainDestroy?.({ dom }, call);
    await daemon.stop();
    await rm(root, { recursive: true, force: true });
  });

  async function up(): Promise<void> {
    daemon = await DriverUnderTest.start(root);
    ({ handlers } = daemon);
    daemon.connection.events?.subscribe('domainLifecycle', undefined, ({ payload }) => void events.push(payload));
  }

  const state = () => handlers.domainGetState?.({ dom, flags: 0 }, call);
  const told = () => events.splice(0).map(({ event, detail }) => [event, detail]);

  test('is defined, with the file that a later daemon reads', async () => {
    await handlers.domainDefineXML?.({ xml }, call);
    expect(await readFile(join(root, 'etc', 'qemu', 'tiny.xml'), 'utf8')).toContain('<name>tiny</name>');
    expect(state()).toEqual({ state: 5, reason: 0 });
    expect(told()).toEqual([[0, 0]]);
  });

  test('starts paused, with its status on disk', async () => {
    await handlers.domainCreateWithFlags?.({ dom, flags: 1 }, call);
    expect(state()).toEqual({ state: 3, reason: 1 });
    expect(await readFile(join(root, 'run', 'qemu', 'tiny.xml'), 'utf8')).toMatch(
      /<domstatus state='paused' reason='user' pid='\d+'/,
    );
    expect(told()).toEqual([
      [2, 0],
      [3, 0],
    ]);
  });

  test('goes on and stands still', async () => {
    await handlers.domainResume?.({ dom }, call);
    expect(state()).toEqual({ state: 1, reason: 5 });
    await handlers.domainSuspend?.({ dom }, call);
    expect(state()).toEqual({ state: 3, reason: 1 });
    expect(told()).toEqual([
      [4, 0],
      [3, 0],
    ]);
  });

  test('cannot be started twice', async () => {
    await expect(handlers.domainCreate?.({ dom }, call)).rejects.toMatchObject({ code: 'OPERATION_INVALID' });
  });

  test('outlives the daemon with its id and state, and is then resumed', async () => {
    const id = (await handlers.domainLookupByUUID?.({ uuid }, call))?.dom.id;
    await daemon.stop();
    await up();
    expect((await handlers.domainLookupByUUID?.({ uuid }, call))?.dom.id).toBe(id);
    expect(state()).toEqual({ state: 3, reason: 1 });
    await handlers.domainResume?.({ dom }, call);
    expect(state()).toEqual({ state: 1, reason: 5 });
    told();
  });

  test('that dies while no daemon runs is seen as crashed', async () => {
    const pid = Number(await readFile(join(root, 'run', 'qemu', 'tiny.pid'), 'utf8'));
    await daemon.stop();
    process.kill(pid, 'SIGKILL');
    await expect
      .poll(() =>
        readFile(`/proc/${pid}/stat`, 'utf8').then(
          text => / [ZX] /.test(text),
          () => true,
        ),
      )
      .toBe(true);
    await up();
    expect(state()).toEqual({ state: 5, reason: 3 });
    await expect(readFile(join(root, 'run', 'qemu', 'tiny.xml'))).rejects.toMatchObject({ code: 'ENOENT' });
    told();
  });

  test('is destroyed, which is told in order', async () => {
    await handlers.domainCreate?.({ dom }, call);
    await handlers.domainDestroy?.({ dom }, call);
    expect(state()).toEqual({ state: 5, reason: 2 });
    expect(told()).toEqual([
      [4, 0],
      [2, 0],
      [6, 2],
      [5, 1],
    ]);
    await handlers.domainCreate?.({ dom }, call);
    told();
  });

  test('ends with the client that started it so, if it has not been started anew since', async () => {
    const client = new ConnectionTies(reason => {
      throw reason;
    });
    const theirs = { ...call, connection: client };
    await handlers.domainDestroy?.({ dom }, call);
    await handlers.domainCreateWithFlags?.({ dom, flags: 2 }, theirs);
    await handlers.domainDestroy?.({ dom }, call);
    await handlers.domainCreate?.({ dom }, call);
    const another = new ConnectionTies(() => {});
    told();
    await client.end();
    expect(state()).toEqual({ state: 1, reason: 1 });
    await handlers.domainDestroy?.({ dom }, call);
    await handlers.domainCreateWithFlags?.({ dom, flags: 2 }, { ...call, connection: another });
    told();
    await another.end();
    expect(state()).toEqual({ state: 5, reason: 2 });
    expect(told()).toEqual([
      [6, 2],
      [5, 1],
    ]);
    await handlers.domainCreate?.({ dom }, call);
  });
});
