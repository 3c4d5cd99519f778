import { mkdtemp, open, readdir, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deferred, Undo } from '@tsvirt/util';
import type { ExitStatus } from '@tsvirt/util/host';
import { expect, onTestFinished, test } from 'vitest';
import { findEmulators } from '../capabilities/emulators.js';
import { ConsoleSessions } from '../console/console-sessions.js';
import { isObject } from '../monitor/qmp-message.js';
import { foundProcess } from './guest-process.js';
import { launch, type LaunchRequest, monitorFd } from './launch.js';
import { QemuProcess } from './qemu-process.js';

const emulator = (await findEmulators()).find(found => found.arch === 'x86_64')?.binary;
const reason = 'needs qemu-system-x86';

const monitorArgs = [
  '-chardev',
  `socket,id=monitor,fd=${monitorFd},server=on,wait=off`,
  '-mon',
  'chardev=monitor,mode=control',
];
const plainArgs = ['-S', '-no-user-config', '-nodefaults', '-nographic', '-machine', 'pc,accel=tcg', '-m', '64'];

async function request(args: readonly string[]): Promise<{ request: LaunchRequest; exit: Promise<ExitStatus> }> {
  const undo = new Undo(() => {});
  onTestFinished(() => undo[Symbol.asyncDispose]());
  const folder = await mkdtemp(path.join(tmpdir(), 'tsvirt-launch-'));
  undo.add(() => rm(folder, { recursive: true, force: true }));
  const log = await open(path.join(folder, 'log'), 'a', 0o600);
  undo.add(() => log.close());
  const exit = deferred<ExitStatus>();
  return {
    exit: exit.promise,
    request: {
      name: 'web',
      emulator: emulator ?? '',
      args: [...args, ...monitorArgs],
      env: { LC_ALL: 'C', PATH: process.env['PATH'] ?? '' },
      monitorPath: path.join(folder, 'monitor'),
      log,
      onEvent: undefined,
      onExit: status => exit.resolve(status),
      signal: AbortSignal.timeout(30_000),
    },
  };
}

test.skipIf(emulator === undefined)(`a guest is started, asked and killed (${reason})`, async () => {
  const { request: wanted, exit } = await request(plainArgs);
  const { process: qemu, greeting } = await launch(wanted);
  expect(greeting.major).toBeGreaterThan(3);
  expect(await qemu.monitor.execute('query-status')).toMatchObject({ running: false });
  await qemu.kill();
  await exit;
  await expect(qemu.monitor.execute('query-status')).rejects.toMatchObject({ code: 'OPERATION_FAILED' });
});

test.skipIf(emulator === undefined)(`a start that QEMU refuses tells what QEMU wrote (${reason})`, async () => {
  const { request: wanted } = await request([...plainArgs, '-device', 'no-such-device']);
  await expect(launch(wanted)).rejects.toMatchObject({
    code: 'INTERNAL_ERROR',
    message: expect.stringContaining('no-such-device') as string,
  });
});

test('a connection to which QEMU never speaks is given up for another', async () => {
  // A program that takes the first connection and says nothing, as QEMU may do while it starts.
  const program = `
    let connections = 0;
    require('node:net').createServer(socket => {
      if (++connections === 1) return;
      socket.write('{"QMP": {"version": {"qemu": {"micro": 0, "minor": 0, "major": 9}}}}\\n');
      socket.on('data', data => socket.write(JSON.stringify({ return: { connections }, id: JSON.parse(data).id }) + '\\n'));
    }).listen({ fd: ${monitorFd} });`;
  const { request: wanted, exit } = await request([]);
  const { process: fake } = await launch({
    ...wanted,
    emulator: process.execPath,
    args: ['-e', program],
    patienceMs: 1_000,
  });
  expect(await fake.monitor.execute('query-status')).toMatchObject({ connections: expect.any(Number) as number });
  await fake.kill();
  await exit;
});

test.skipIf(emulator === undefined)(
  `a running guest is taken back, a gone one and a stranger are not (${reason})`,
  async () => {
    const { request: wanted, exit } = await request(plainArgs);
    const { process: first } = await launch(wanted);
    const identity = { name: 'web', pid: first.pid, startTime: first.startTime };
    const saved = { ...foundProcess(identity), monitorPath: first.monitorPath };
    first.monitor.close();
    expect(
      await QemuProcess.reattach({ ...saved, startTime: saved.startTime + 1n }, { onExit: () => {} }),
    ).toBeUndefined();
    const gone = deferred();
    const second = await QemuProcess.reattach(saved, {
      onExit: () => gone.resolve(),
      signal: AbortSignal.timeout(30_000),
    });
    expect(await second?.monitor.execute('query-status')).toMatchObject({ status: 'prelaunch' });
    await second?.kill();
    await Promise.all([gone.promise, exit]);
    expect(await QemuProcess.reattach(saved, { onExit: () => {} })).toBeUndefined();
  },
);

test.skipIf(emulator === undefined)(
  `a console carries what the guest's terminal says, and ends with the guest (${reason})`,
  async () => {
    // No guest is needed to have a terminal that answers: QEMU's human monitor on a pty greets whoever opens it.
    const { request: wanted } = await request([
      ...plainArgs,
      '-chardev',
      'pty,id=hmp',
      '-mon',
      'chardev=hmp,mode=readline',
    ]);
    const { process: qemu } = await launch(wanted);
    const devices = await qemu.monitor.execute('query-chardev');
    const names = Array.isArray(devices) ? devices.filter(isObject).map(device => String(device['filename'])) : [];
    const pty = names.find(name => name.startsWith('pty:'))?.slice('pty:'.length) ?? '';
    const sessions = new ConsoleSessions();
    const serve = await sessions.open({ kind: 'pty', path: pty }, { force: false });
    await expect(sessions.open({ kind: 'pty', path: pty }, { force: false })).rejects.toMatchObject({
      code: 'OPERATION_FAILED',
    });
    let heard = '';
    const answered = deferred();
    const finished = deferred();
    const served = serve({
      signal: new AbortController().signal,
      async write(data) {
        heard += Buffer.from(data).toString('latin1');
        if (heard.includes('VM status')) answered.resolve();
      },
      writeHole: async () => {},
      end: async () => {},
      async *[Symbol.asyncIterator]() {
        yield { kind: 'data', data: Buffer.from('info status\n') } as const;
        await finished.promise;
      },
    });
    await answered.promise;
    await qemu.kill();
    await served;
    finished.resolve();
    await expect.poll(() => openUnder(pty)).toEqual([]);
    await expect(sessions.open({ kind: 'pty', path: pty }, { force: false })).rejects.toMatchObject({
      code: 'SYSTEM_ERROR',
    });
  },
);

/** What this process has open whose path begins so. */
async function openUnder(path: string): Promise<string[]> {
  const fds = await readdir('/proc/self/fd');
  const links = await Promise.all(fds.map(fd => readlink(`/proc/self/fd/${fd}`).catch(() => '')));
  return links.filter(link => link.startsWith(path));
}
