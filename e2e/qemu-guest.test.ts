import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Guest, readyLine, testGuest } from './guest/build.js';
import { Background } from './process.js';
import { cannotRun } from './tsvirtd.js';
import { hasQemu, WorkspaceDaemon } from './workspace-daemon.js';

const driver = 'qemu:///system';
const isRoot = process.getuid?.() === 0;
const missing =
  cannotRun ?? (hasQemu ? (isRoot ? undefined : 'qemu:///system needs root') : 'there is no qemu-system-x86_64');

function document(name: string, guest: Guest): string {
  return `<domain type='qemu'>
    <name>${name}</name>
    <memory unit='MiB'>128</memory>
    <os>
      <type arch='x86_64' machine='pc'>hvm</type>
      <kernel>${guest.kernel}</kernel>
      <initrd>${guest.initrd}</initrd>
      <cmdline>console=ttyS0 quiet</cmdline>
    </os>
    <features><acpi/></features>
    <devices><serial type='pty'/><console type='pty'/></devices>
  </domain>`;
}

/** virsh on a terminal of its own, as `console` wants one. */
function onTerminal(daemon: WorkspaceDaemon, command: string): Background {
  return new Background('script', ['-qec', `virsh -c '${daemon.uri(driver)}' ${command}`, '/dev/null']);
}

describe.skipIf(missing !== undefined)(`a Linux guest under QEMU, driven by virsh (${missing ?? 'all there'})`, () => {
  let guest: Guest;

  beforeAll(async () => {
    const built = await testGuest();
    if (built === undefined) throw new Error('the test guest could not be built');
    guest = built;
  }, 300_000);

  describe('one guest', () => {
    let daemon: WorkspaceDaemon;
    let events: Background;

    beforeAll(async () => {
      daemon = await WorkspaceDaemon.start();
      await writeFile(daemon.at('web.xml'), document('web', guest));
      events = new Background('virsh', ['-c', daemon.uri(driver), 'event', '--loop', '--all']);
      await daemon.ok(driver, 'uri');
    });
    afterAll(async () => {
      await events[Symbol.asyncDispose]();
      await daemon[Symbol.asyncDispose]();
    });

    test('create --console shows the guest coming up, and the console takes input', async () => {
      await using console = onTerminal(daemon, `create ${daemon.at('web.xml')} --console`);
      await console.saw(readyLine, 60_000);
      await answers(console, 7);
      await expect(daemon.ok(driver, 'domstate', '--reason', 'web')).resolves.toContain('running (booted)');
    }, 90_000);

    test('a console in use is refused, and --force takes it over', { timeout: 90_000 }, async () => {
      await using first = onTerminal(daemon, 'console web');
      await first.saw('Escape character');
      await answers(first, 8);
      await using second = onTerminal(daemon, 'console web');
      await second.saw('error:');
      await using third = onTerminal(daemon, 'console web --force');
      await third.saw('Escape character');
      await answers(third, 9);
    });

    test('suspend, resume, reset and reboot leave the guest running', async () => {
      await daemon.ok(driver, 'suspend', 'web');
      await expect(daemon.ok(driver, 'domstate', '--reason', 'web')).resolves.toContain('paused (user)');
      await daemon.ok(driver, 'resume', 'web');
      await expect(daemon.ok(driver, 'domstate', '--reason', 'web')).resolves.toContain('running (unpaused)');
      await daemon.ok(driver, 'reset', 'web');
      await using console = onTerminal(daemon, 'console web --force');
      await console.saw(readyLine, 60_000);
      await daemon.ok(driver, 'reboot', 'web');
      await console.saw(new RegExp(`${readyLine}[^]*${readyLine}`), 60_000);
      await expect(daemon.ok(driver, 'domstate', 'web')).resolves.toContain('running');
    }, 120_000);

    test('shutdown powers it off by ACPI, and the events are those of libvirtd', async () => {
      await daemon.ok(driver, 'shutdown', 'web');
      await events.saw('Stopped Shutdown', 60_000);
      const seen = events.output.split('\n').filter(line => line.startsWith('event '));
      const lines = seen.map(line => line.replace(/^event '(.*)' for domain 'web':? ?/, '$1 ').trim());
      // The firmware resets the machine once or twice by itself on its way up, and each reset is a reboot event.
      expect(lines.filter((line, index) => line !== 'reboot' || lines[index - 1] !== 'reboot')).toEqual([
        'lifecycle Resumed Unpaused',
        'lifecycle Started Booted',
        'lifecycle Suspended Paused',
        'lifecycle Resumed Unpaused',
        'reboot',
        'lifecycle Shutdown Finished after guest request',
        'lifecycle Stopped Shutdown',
      ]);
      await expect(daemon.ok(driver, 'list', '--all', '--name')).resolves.not.toContain('web');
    }, 90_000);
  });

  test('guests survive kill -9 of the daemon: same ids, consoles and events; destroy leaves nothing behind', async () => {
    await using daemon = await WorkspaceDaemon.start();
    const names = ['one', 'two', 'three'];
    for (const name of names) {
      await writeFile(daemon.at(`${name}.xml`), document(name, guest));
      await daemon.ok(driver, 'define', daemon.at(`${name}.xml`));
      await daemon.ok(driver, 'start', name);
    }
    const list = await daemon.ok(driver, 'list');
    const pids = await Promise.all(names.map(name => pidOf(daemon, name)));
    const ptys = await Promise.all(names.map(name => daemon.ok(driver, 'ttyconsole', name)));

    process.kill(pids[2] as number, 0);
    await daemon.restart('SIGKILL');
    expect(await daemon.ok(driver, 'list')).toBe(list);
    expect(await Promise.all(names.map(name => pidOf(daemon, name)))).toEqual(pids);
    expect(await Promise.all(names.map(name => daemon.ok(driver, 'ttyconsole', name)))).toEqual(ptys);

    {
      await using console = onTerminal(daemon, 'console one');
      await console.saw('Escape character');
      await answers(console, 7);
    }

    await daemon.stop('SIGKILL');
    process.kill(pids[1] as number, 'SIGKILL');
    await gone(pids[1] as number);
    await daemon.restart('SIGKILL');
    await expect(daemon.ok(driver, 'domstate', '--reason', 'two')).resolves.toMatch(/shut off/);

    await using events = new Background('virsh', ['-c', daemon.uri(driver), 'event', '--loop', '--all']);
    // virsh says nothing once it has registered; what is repeated until it is seen tells that it has.
    for (let tries = 0; !events.output.includes("'reboot' for domain 'one'") && tries < 100; tries++)
      await daemon.ok(driver, 'reset', 'one');
    for (const name of ['one', 'three']) {
      await daemon.ok(driver, 'destroy', name);
      await events.saw(`'lifecycle' for domain '${name}': Stopped Destroyed`);
    }
    expect(await Promise.all(pids.map(isRunning))).toEqual([false, false, false]);
    expect(await leftovers(daemon)).toEqual([]);
    for (const name of names) await daemon.ok(driver, 'undefine', name);
    await expect(daemon.ok(driver, 'list', '--all', '--name')).resolves.toMatch(/^\s*$/);
  }, 180_000);
});

async function pidOf(daemon: WorkspaceDaemon, name: string): Promise<number> {
  const uuid = (await daemon.ok(driver, 'domuuid', name)).trim();
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const command = await readFile(`/proc/${entry}/cmdline`, 'utf8').catch(() => ''); // it may have ended meanwhile
    if (command.includes(`-uuid\0${uuid}\0`)) return Number(entry);
  }
  throw new Error(`no process of guest ${name}`);
}

/**
 * Has the guest's shell multiply six by a number. virsh throws away what is typed before it has the terminal to itself,
 * and says nothing when it has; a guest that boots does so as well: the question is asked again until it is answered.
 */
async function answers(console: Background, factor: number): Promise<void> {
  for (let tries = 1; ; tries++) {
    console.type(`\necho $((6 * ${factor}))x\n`);
    try {
      return await console.saw(`${6 * factor}x`, 3_000);
    } catch (reason) {
      if (tries === 30) throw reason;
    }
  }
}

/** Whether a process is there and no zombie that waits for whoever is its parent by now. */
async function isRunning(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat !== '' && !/\) [ZX] /.test(stat);
}

/** Resolves when a process that is no child of ours has left the process table. */
async function gone(pid: number): Promise<void> {
  await using watcher = new Background('tail', [`--pid=${pid}`, '-f', '/dev/null']);
  await watcher.ended;
}

/** Sockets, status files and pid files of guests that a daemon's run and lib folders still hold. */
async function leftovers(daemon: WorkspaceDaemon): Promise<string[]> {
  const found: string[] = [];
  for (const folder of [daemon.at('run', 'qemu'), daemon.at('lib', 'qemu')]) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const file = path.join(entry.parentPath, entry.name);
      if (/\b(one|two|three)\b/.test(path.relative(folder, file))) found.push(file);
    }
  }
  return found;
}
