import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VirtError } from '@tsvirt/util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { call, DriverUnderTest } from './driver-under-test.js';

const emulator = '/usr/bin/qemu-system-x86_64';
const isThere = await access(emulator).then(
  () => true,
  () => false,
);

const xml = (name: string) => `<domain type='qemu'><name>${name}</name>
  <memory unit='MiB'>32</memory><os><type arch='x86_64' machine='pc'>hvm</type></os>
  <devices><emulator>${emulator}</emulator><serial type='pty'/></devices></domain>`;

const state = { running: 1, paused: 3, shutoff: 5 } as const;
const startPaused = 1;

describe.skipIf(!isThere)(`guests that are in trouble, under ${emulator}`, { timeout: 90_000 }, () => {
  let root: string;
  let daemon: DriverUnderTest;
  const pids = new Set<number>();

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'tsvirt-qemu-'));
    daemon = await DriverUnderTest.start(root);
  });
  afterEach(async () => {
    await daemon.stop();
    for (const pid of pids) kill(pid, 'SIGKILL');
    pids.clear();
    await rm(root, { recursive: true, force: true });
  });

  /** Starts a transient guest. @returns how to name it, and its process */
  async function guest(name: string, flags = 0) {
    const created = await daemon.handlers.domainCreateXML?.({ xmlDesc: xml(name), flags }, call);
    if (created === undefined) throw new Error('nothing was created');
    const pid = Number(await readFile(statusFile(`${name}.pid`), 'utf8'));
    pids.add(pid);
    return { dom: created.dom, pid };
  }

  const statusFile = (name: string) => join(root, 'run', 'qemu', name);
  const stateOf = async (dom: Awaited<ReturnType<typeof guest>>['dom']) =>
    (await daemon.handlers.domainGetState?.({ dom, flags: 0 }, call))?.state;
  const destroy = async (dom: Awaited<ReturnType<typeof guest>>['dom']) =>
    daemon.handlers.domainDestroy?.({ dom }, call);
  /** How suspending ends: 'suspended', or the code of the error. */
  const suspend = async (dom: Awaited<ReturnType<typeof guest>>['dom']) => {
    try {
      await daemon.handlers.domainSuspend?.({ dom }, call);
      return 'suspended';
    } catch (reason) {
      return VirtError.wrap(reason, 'QEMU').code;
    }
  };
  async function restart(): Promise<void> {
    await daemon.stop();
    daemon = await DriverUnderTest.start(root);
  }

  test('a guest that was started paused is still there, paused, after a restart of the daemon', async () => {
    const { dom } = await guest('waiting', startPaused);
    await restart();
    await expect(stateOf(dom)).resolves.toBe(state.paused);
    await daemon.handlers.domainResume?.({ dom }, call);
    await expect(stateOf(dom)).resolves.toBe(state.running);
  });

  test('a guest that does not answer a new daemon keeps nobody else waiting, and comes back when it does', async () => {
    const [stuck, well] = [await guest('stuck'), await guest('well')];
    kill(stuck.pid, 'SIGSTOP');
    await restart();
    await daemon.handlers.domainSuspend?.({ dom: well.dom }, call);
    await expect(stateOf(stuck.dom)).resolves.toBe(state.running);
    await expect(daemon.handlers.domainSuspend?.({ dom: stuck.dom }, call)).rejects.toMatchObject({
      code: 'OPERATION_INVALID',
    });
    kill(stuck.pid, 'SIGCONT');
    await expect.poll(() => suspend(stuck.dom), { timeout: 20_000 }).toBe('suspended');
  });

  test('a guest whose monitor is out of reach can be destroyed, and its end is seen', async () => {
    const [cutOff, dying] = [await guest('cut-off'), await guest('dying')];
    for (const { dom } of [cutOff, dying])
      await rm(join(root, 'lib/qemu', `domain-${dom.id}-${dom.name}/monitor.sock`));
    await restart();
    await expect(stateOf(cutOff.dom)).resolves.toBe(state.running);
    await daemon.handlers.domainDestroy?.({ dom: cutOff.dom }, call);
    await expect(readFile(statusFile('cut-off.xml'))).rejects.toMatchObject({ code: 'ENOENT' });
    kill(dying.pid, 'SIGKILL');
    await expect
      .poll(() => stateOf(dying.dom).catch((reason: unknown) => VirtError.wrap(reason, 'QEMU').code))
      .toBe('NO_DOMAIN');
  });

  test('destroy does not stand in line behind a call that waits for a monitor', async () => {
    const { dom, pid } = await guest('silent');
    kill(pid, 'SIGSTOP');
    const suspending = suspend(dom);
    // The process cannot heed a polite signal while it is stopped, and does so at once when it goes on.
    const destroying = destroy(dom);
    kill(pid, 'SIGCONT');
    await destroying;
    await expect(suspending).resolves.toMatch(/OPERATION_FAILED|suspended/);
  });

  test('a guest whose status file is broken is not started beside itself', async () => {
    await daemon.handlers.domainDefineXML?.({ xml: xml('twice') }, call);
    const found = await daemon.handlers.domainLookupByName?.({ name: 'twice' }, call);
    if (found === undefined) throw new Error('not defined');
    await daemon.handlers.domainCreate?.({ dom: found.dom }, call);
    const pid = Number(await readFile(statusFile('twice.pid'), 'utf8'));
    pids.add(pid);
    await writeFile(statusFile('twice.xml'), '<domstatus');
    await restart();
    await expect(daemon.handlers.domainCreate?.({ dom: found.dom }, call)).rejects.toMatchObject({
      code: 'OPERATION_INVALID',
      detail: expect.stringContaining(`process ${pid} `),
    });
    await expect(readFile(statusFile('twice.xml'), 'utf8')).resolves.toBe('<domstatus');
  });

  test('files that are there twice cost nobody the start: one domain has the uuid, one guest the id', async () => {
    const { dom } = await guest('single');
    await daemon.handlers.domainDefineXML?.({ xml: xml('defined') }, call);
    const definition = await readFile(join(root, 'etc/qemu/defined.xml'), 'utf8');
    await writeFile(join(root, 'etc/qemu/copy.xml'), definition.replace('<name>defined<', '<name>copy<'));
    const status = await readFile(statusFile('single.xml'), 'utf8');
    const other = dom.uuid.replace(/^./, digit => (digit === '0' ? '1' : '0'));
    const twin = status.replaceAll('<name>single<', '<name>twin<').replaceAll(dom.uuid, other);
    await writeFile(statusFile('twin.xml'), twin);
    await restart();
    const listed = await daemon.handlers.connectListAllDomains?.({ flags: 0 }, call);
    expect(listed?.domains.length).toBe(2);
    expect(new Set(listed?.domains.map(({ uuid }) => uuid)).size).toBe(2);
    expect(listed?.domains.filter(({ id }) => id === dom.id).length).toBe(1);
  });

  test('a domain that is undefined while others wait for it is nobody of theirs', async () => {
    await daemon.handlers.domainDefineXML?.({ xml: xml('short') }, call);
    const found = await daemon.handlers.domainLookupByName?.({ name: 'short' }, call);
    if (found === undefined) throw new Error('not defined');
    const { dom } = found;
    const results = await Promise.allSettled([
      daemon.handlers.domainUndefine?.({ dom }, call),
      daemon.handlers.domainCreate?.({ dom }, call),
      daemon.handlers.domainUndefine?.({ dom }, call),
      daemon.handlers.domainDefineXML?.(
        { xml: xml('short').replace('<memory', `<uuid>${dom.uuid}</uuid><memory`) },
        call,
      ),
    ]);
    expect(results).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { code: 'NO_DOMAIN' } },
      { status: 'rejected', reason: { code: 'NO_DOMAIN' } },
      { status: 'fulfilled' },
    ]);
    await expect(readFile(join(root, 'etc/qemu/short.xml'), 'utf8')).resolves.toContain(dom.uuid);
  });
});

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone already.
  }
}
