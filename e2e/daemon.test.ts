import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { hasNative } from '@tsvirt/util/host';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { Background, type RunOptions, run as runToEnd } from './process.js';
import { cannotRun, daemonFile, Place } from './tsvirtd.js';

let place: Place;
let drivers: string;

beforeEach(async () => {
  place = await Place.create();
  if (cannotRun === undefined) drivers = await place.installHello();
});

afterEach(() => place.dispose());

/** Runs a program whose status the test judges. */
const run = (program: string, args: readonly string[], options?: RunOptions) =>
  runToEnd(program, args, { ...options, anyStatus: true });

const virsh = (uri: string, ...args: string[]) => run('virsh', ['-c', uri, ...args]);

/** The daemon run to its end: for starts that fail. */
const start = (...args: string[]) => run(process.execPath, [daemonFile, ...args]);

async function broken(name: string, tsvirt: unknown, code: string): Promise<void> {
  await mkdir(place.at('drivers', name), { recursive: true });
  await writeFile(
    place.at('drivers', name, 'package.json'),
    JSON.stringify({ name, version: '1.0.0', type: 'module', tsvirt }),
  );
  await writeFile(place.at('drivers', name, 'index.js'), code);
}

const entry = (scheme: string, contract = 1) => ({
  driver: './index.js',
  contract,
  kind: 'hypervisor',
  schemes: [scheme],
});

describe.skipIf(cannotRun !== undefined)(`a daemon that virsh talks to ${cannotRun ?? ''}`, () => {
  test('serves what its drivers serve, read-only on the socket for that', async () => {
    await place.start(['--driver-path', drivers]);
    expect((await virsh(place.hello(), 'start', 'world')).stdout).toContain("Domain 'world' started");
    expect((await virsh(place.hello(), 'list', '--name')).stdout.trim()).toBe('world');
    expect((await virsh(place.hello(), 'dumpxml', 'world')).stdout).toContain("<domain type='hello' id='1'>");
    expect((await virsh(place.hello(place.socket('libvirt-sock-ro')), 'domstate', 'world')).stdout.trim()).toBe(
      'running',
    );
    const refused = await virsh(place.hello(place.socket('libvirt-sock-ro')), 'destroy', 'world');
    expect(refused).toMatchObject({ status: 1, stderr: expect.stringContaining('read only') });
  });

  test('says how to reach it, in words that work when pasted', async () => {
    const daemon = await place.start(['--driver-path', drivers]);
    const said = daemon.output;
    expect(said).toContain(place.socket());
    expect(said).toMatch(/tsvirt-driver-hello \d+\.\d+\.\d+ for hello/);
    const line = said.split('\n').find(text => text.includes('virsh')) ?? '';
    const pasted = await run('sh', ['-c', line]);
    expect(pasted).toMatchObject({ status: 0, stdout: expect.stringContaining('moon') });
  });

  test('gives its sockets the permissions of libvirtd, or those of the configuration', async () => {
    const first = await place.start();
    const mode = async (name: string) => ((await stat(place.socket(name))).mode & 0o777).toString(8);
    expect(await Promise.all(['libvirt-sock', 'libvirt-sock-ro', 'libvirt-admin-sock'].map(mode))).toEqual([
      '700',
      '777',
      '700',
    ]);
    await first.stop('SIGTERM');
    await writeFile(
      place.at('root', 'etc', 'tsvirtd.conf'),
      'unix_sock_rw_perms = "0770"\nunix_sock_ro_perms = "0750"\nno_such_key = 1\n',
    );
    const second = await place.start();
    expect(await Promise.all(['libvirt-sock', 'libvirt-sock-ro'].map(mode))).toEqual(['770', '750']);
    expect(second.output).toContain('tsvirtd.conf:3: unknown key no_such_key');
  });

  test('is administered by virt-admin, down to its end', async context => {
    const daemon = await place.start(['--driver-path', drivers]);
    const uri = `libvirtd:///system?socket=${place.socket('libvirt-admin-sock')}`;
    const listed = await run('virt-admin', ['-c', uri, 'srv-list']).catch(() => undefined);
    if (listed === undefined) return context.skip('there is no virt-admin');
    expect(listed.stdout).toMatch(/0\s+libvirtd\s+1\s+admin/);
    await run('virt-admin', ['-c', uri, 'daemon-timeout', '--timeout', '1']);
    expect(await daemon.ended).toBe(0);
  });

  test('serves TCP on the loopback interface, and nowhere else unasked', async () => {
    const daemon = await place.start(['--driver-path', drivers, '--listen', '127.0.0.1:0']);
    const port = /127\.0\.0\.1:(\d+) \(tcp\)/.exec(daemon.output)?.[1] ?? '';
    expect(
      (await virsh(`hello+tcp://127.0.0.1:${port}/default`, 'list', '--all', '--name')).stdout.trim().split('\n'),
    ).toEqual(['moon', 'world']);
    const refused = await start('--root', place.at('other'), '--listen', '0.0.0.0:0');
    expect(refused).toMatchObject({ status: 7, stderr: expect.stringContaining('auth_tcp = "none"') });
  });
});

describe.skipIf(cannotRun !== undefined)('one daemon works on a root', () => {
  test('a second one says which process does, and leaves it alone', async () => {
    const daemon = await place.start(['--driver-path', drivers]);
    const second = await start('--root', place.root);
    expect(second.status).toBe(1);
    expect(second.stderr.trim().split('\n')).toEqual([expect.stringContaining(`held by process ${daemon.child.pid}`)]);
    expect((await virsh(place.hello(), 'list')).status).toBe(0);
  });

  test('one that was killed is followed by the next', async () => {
    const first = await place.start(['--driver-path', drivers]);
    await first.stop('SIGKILL');
    expect(existsSync(place.socket())).toBe(true);
    await place.start(['--driver-path', drivers]);
    expect((await virsh(place.hello(), 'list')).status).toBe(0);
  });

  test('when it ends, nothing stays in the run folder', async () => {
    const daemon = await place.start(['--pid-file', place.at('pid')]);
    expect(await readFile(place.at('pid'), 'utf8')).toBe(`${daemon.child.pid}\n`);
    expect(await daemon.stop('SIGTERM')).toBe(0);
    expect(await readdir(place.at('root', 'run'))).toEqual([]);
    expect(existsSync(place.at('pid'))).toBe(false);
  });

  test('one whose output nobody reads any more goes on, and ends when asked', async () => {
    const daemon = await place.start(['--driver-path', drivers]);
    daemon.child.stdout?.destroy();
    daemon.child.stderr?.destroy();
    daemon.child.kill('SIGHUP');
    expect((await virsh(place.hello(), 'list')).status).toBe(0);
    expect(await daemon.stop('SIGTERM')).toBe(0);
  });

  test('without clients for the time that --timeout gives, it ends', async () => {
    const daemon = await place.start(['--timeout', '1']);
    expect(await daemon.ended).toBe(0);
  });
});

describe.skipIf(cannotRun !== undefined)('drivers that go wrong', () => {
  test('cost a line each, and nothing else', async () => {
    await broken('driver-old', entry('old', 99), '');
    await broken('driver-throws', entry('throws'), `throw new Error('not today')`);
    await broken('driver-twice', entry('hello'), '');
    await broken(
      'driver-torn',
      entry('torn'),
      `export default { name: 'Torn', kind: 'hypervisor', contract: 1, schemes: ['torn'],
      start: async () => { setImmediate(() => { throw new Error('much later'); }); return { open() { throw new Error('x'); } }; } };`,
    );
    const daemon = await place.start(['--driver-path', drivers]);
    await daemon.saw(/much later/);
    const said = daemon.output;
    expect(said).toContain('driver-old: manifest: made for contract 99, this daemon has 1');
    expect(said).toContain('driver-throws: import: not today');
    expect(said).toContain('tsvirt-driver-hello: claim: scheme hello is claimed by driver-twice already');
    expect(daemon.output).toContain('driver package driver-throws is not used: import: not today');
    const refused = await virsh(`throws+unix:///x?socket=${place.socket()}`, 'uri');
    expect(refused.stderr).toContain('no connection driver available for throws:///x');
    expect((await virsh(`torn+unix:///x?socket=${place.socket()}`, 'uri')).status).toBe(1);
  });

  test('a reload takes in what was installed since', async () => {
    await rename(place.at('drivers', 'driver-hello'), place.at('away'));
    const daemon = await place.start(['--driver-path', drivers]);
    expect((await virsh(place.hello(), 'list')).status).toBe(1);
    await rename(place.at('away'), place.at('drivers', 'driver-hello'));
    daemon.child.kill('SIGHUP');
    await daemon.saw(/reloaded/);
    expect((await virsh(place.hello(), 'list')).status).toBe(0);
  });
});

describe.skipIf(cannotRun !== undefined)('signals', () => {
  test('a reload with a wrong configuration says where it is wrong, and changes nothing', async () => {
    const daemon = await place.start(['--driver-path', drivers]);
    await writeFile(place.at('root', 'etc', 'tsvirtd.conf'), '# clients\nmax_clients = "many"\n');
    daemon.child.kill('SIGHUP');
    await daemon.saw(/reload: .*tsvirtd\.conf:2: expected an unsigned integer for 'max_clients'/);
    expect((await virsh(place.hello(), 'list')).status).toBe(0);
  });

  test('a second one ends a daemon whose driver does not stop', async () => {
    await broken(
      'driver-hangs',
      entry('hangs'),
      `export default { name: 'Hangs', kind: 'hypervisor', contract: 1, schemes: ['hangs'],
      start: async () => ({ open() { throw new Error('x'); }, stop: () => new Promise(() => {}) }) };`,
    );
    const daemon = await place.start(['--driver-path', drivers]);
    daemon.child.kill('SIGTERM');
    await daemon.saw(/stopping: signal SIGTERM/);
    expect(await daemon.stop('SIGTERM')).toBe(3);
    // What it left is no obstacle.
    await place.start(['--driver-path', drivers]);
    expect((await virsh(place.hello(), 'list')).status).toBe(0);
  });
});

/** Whether any user can read a file: a clone in root's home is root's alone. */
function othersRead(file: string): boolean {
  for (let at = path.dirname(file); at !== path.dirname(at); at = path.dirname(at))
    if ((statSync(at).mode & 0o001) === 0) return false;
  return (statSync(file).mode & 0o004) !== 0;
}

describe.skipIf(cannotRun !== undefined)('a start that cannot be', () => {
  const asOther = process.getuid?.() === 0 && othersRead(daemonFile);
  test.skipIf(!asOther)('in a folder of somebody else is one line and its own status', async () => {
    await chmod(place.folder, 0o755);
    await mkdir(place.at('foreign'));
    await chmod(place.at('foreign'), 0o755);
    const as = ['-u', 'nobody', '--', process.execPath, daemonFile, '--root', place.at('foreign', 'root')];
    const refused = await run('runuser', as);
    expect(refused.status).toBe(2);
    expect(refused.stderr.trim().split('\n')).toEqual([
      `tsvirtd: cannot use folder '${place.at('foreign', 'root', 'run')}': Permission denied; choose another with --root, or run as the user that it belongs to`,
    ]);
  });

  test.each([
    [['--no-such'], 1, /Unknown option '--no-such'/],
    [['--config', '/nonexistent.conf'], 7, /nonexistent\.conf does not exist/],
    [['--layout', 'other'], 1, /--layout is 'other', expected tsvirt or libvirt/],
  ])('%j', async (args, status, text) => {
    expect(await start(...args)).toMatchObject({ status, stderr: expect.stringMatching(text) });
  });

  test.each([
    ['max_clients = "many"', /max_clients/],
    ['unix_sock_rw_perms = "9999"', /unix_sock_rw_perms is '9999', expected octal permissions/],
    ['auth_unix_rw = "sasl"', /auth_unix_rw = "sasl" is not supported/],
    ['unix_sock_group = "no-such-group"', /unix_sock_group is 'no-such-group'/],
    ['log_level =', /tsvirtd\.conf:1/],
  ])('with %s in its configuration names the file and the key', async (text, line) => {
    await mkdir(place.at('root', 'etc'), { recursive: true });
    await writeFile(place.at('root', 'etc', 'tsvirtd.conf'), `${text}\n`);
    expect(await start('--root', place.root)).toMatchObject({ status: 7, stderr: expect.stringMatching(line) });
  });
});

describe.skipIf(cannotRun !== undefined)('a service manager', () => {
  test.skipIf(!existsSync('/usr/bin/socat') || !hasNative())(
    'is told of readiness, reloads and the end (needs socat and koffi)',
    async () => {
      const socket = place.at('notify');
      await using manager = new Background('socat', ['-u', `UNIX-RECV:${socket}`, '-']);
      while (!existsSync(socket)) await wait(20);
      const args = [`NOTIFY_SOCKET=${socket}`, process.execPath, daemonFile, '-v', '--root', place.root];
      const daemon = await place.start([], { program: '/usr/bin/env', args });
      await manager.saw('READY=1');
      daemon.child.kill('SIGHUP');
      await manager.saw(/READY=1RELOADING=1\nMONOTONIC_USEC=\d+READY=1/);
      expect(await daemon.stop('SIGTERM')).toBe(0);
      await manager.saw('STOPPING=1');
    },
  );

  test('hands over its sockets, and they are all that is opened', async () => {
    const path = place.at('activated');
    const server = net.createServer();
    // Under another name first: closing our end removes that name, and leaves the socket to the daemon.
    server.listen(`${path}.first`);
    await once(server, 'listening');
    await rename(`${path}.first`, path);
    const handle: unknown = Reflect.get(server, '_handle');
    const fd = typeof handle === 'object' && handle !== null ? Number(Reflect.get(handle, 'fd')) : -1;
    // The variables name the process that they are for, which the shell knows once it is that process.
    const activate = 'LISTEN_PID=$$ LISTEN_FDS=1 LISTEN_FDNAMES=tsvirtd.socket exec "$@"';
    const daemonArgs = [daemonFile, '-v', '--root', place.root, '--driver-path', drivers];
    const child = spawn('sh', ['-c', activate, 'sh', process.execPath, ...daemonArgs], {
      stdio: ['ignore', 'pipe', 'inherit', fd],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const ended = once(child, 'close');
    if (child.stdout === null) throw new Error('there is no output to read');
    const [said]: unknown[] = await once(child.stdout, 'data');
    server.close();
    expect(await readdir(place.at('root', 'run'))).toEqual(['tsvirtd.lock']);
    expect(String(said)).toContain('a socket of the service manager');
    const listed = await virsh(place.hello(path), 'list', '--all', '--name');
    expect(listed.stdout).toContain('world');
    child.kill('SIGTERM');
    await ended;
  });
});
