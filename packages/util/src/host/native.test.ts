import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { closeSync, fstatSync } from 'node:fs';
import { createServer, connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, test } from 'vitest';
import { deferred } from '../deferred.js';
import { testFolder } from '../../test/test-folder.js';
import { closeInheritedOnExec } from './close-on-exec.js';
import { runCommand } from './command.js';
import { UnixDatagramSender, notifyServiceManager } from './datagram.js';
import { receiveFd, sendFd } from './fd-passing.js';
import { hasNative, native } from './native.js';
import { peerCredentials } from './peer-credentials.js';
import { identifyProcess, signalProcess, startTimeOf, watchProcess } from './process-handle.js';
import { spawnDetached } from './spawn.js';

const hasPython = spawnSync('python3', ['--version']).status === 0;

/** The descriptor under a socket, which node keeps to itself. */
function descriptorOf(socket: Socket): number {
  const handle: unknown = Reflect.get(socket, '_handle');
  const fd: unknown = typeof handle === 'object' && handle !== null ? Reflect.get(handle, 'fd') : undefined;
  if (typeof fd !== 'number') throw new Error('this version of node hides the descriptor of a socket');
  return fd;
}

async function socketPair(path: string): Promise<{ one: Socket; other: Socket; close(): void }> {
  const server = createServer({ pauseOnConnect: true });
  server.listen(path);
  await once(server, 'listening');
  const accepted = once(server, 'connection');
  const one = connect(path);
  one.pause();
  const [other]: Socket[] = await accepted;
  if (other === undefined) throw new Error('no connection');
  return {
    one,
    other,
    close: () => {
      one.destroy();
      other.destroy();
      server.close();
    },
  };
}

test('the start time is found behind a name with blanks and parentheses', () => {
  const fields = Array.from({ length: 30 }, (_, index) => String(index + 4));
  expect(startTimeOf(`7 (a) b (c) S ${fields.join(' ')}`)).toBe(22n);
  expect(startTimeOf(`7 (a) Z ${fields.join(' ')}`)).toBeUndefined();
  expect(startTimeOf('')).toBeUndefined();
});

describe.skipIf(!hasNative())('native calls (need Linux and the optional package koffi)', () => {
  test('peer credentials are those of this process', async () => {
    await using folder = await testFolder();
    const pair = await socketPair(join(folder.path, 's'));
    expect(peerCredentials(descriptorOf(pair.other))).toEqual({
      pid: process.pid,
      uid: process.getuid?.(),
      gid: process.getgid?.(),
    });
    pair.close();
  });

  test('credentials of something that is no socket are an error', () => {
    expect(() => peerCredentials(0xffff)).toThrow(expect.objectContaining({ code: 'SYSTEM_ERROR', int1: 9 }));
  });

  test('a descriptor passes a socket and leads to the same file', async () => {
    await using folder = await testFolder();
    await folder.put({ f: 'contents' });
    const pair = await socketPair(join(folder.path, 's'));
    await using file = await open(join(folder.path, 'f'));
    expect(receiveFd(descriptorOf(pair.other))).toBeUndefined();
    expect(sendFd(descriptorOf(pair.one), file.fd)).toBe(1);
    const received = receiveFd(descriptorOf(pair.other)) ?? -1;
    expect(fstatSync(received).ino).toBe((await file.stat()).ino);
    const flags = await readFile(`/proc/self/fdinfo/${received}`, 'utf8');
    expect(Number.parseInt(/flags:\s*(\d+)/.exec(flags)?.[1] ?? '', 8) & 0o2000000).not.toBe(0);
    closeSync(received);
    pair.close();
  });

  test('a byte without a descriptor is an error', async () => {
    await using folder = await testFolder();
    const pair = await socketPair(join(folder.path, 's'));
    await new Promise(resolve => pair.one.write('x', resolve));
    expect(() => receiveFd(descriptorOf(pair.other))).toThrow('carried 0 descriptors');
    pair.close();
  });

  test('a process that is not ours is watched to its end', async () => {
    // The shell starts it and ends: its parent is then another one.
    const { text } = await runCommand(['sh', '-c', 'sleep 600 >/dev/null 2>&1 & echo $!'], { domain: 'NONE' });
    const identity = await identifyProcess(Number(text));
    if (identity === undefined) throw new Error('it did not start');
    const ended = deferred();
    using _watch = await watchProcess(identity, ended.resolve);
    expect(await signalProcess(identity, 'SIGKILL')).toBe(true);
    // The watch does not keep this process alive; a test has to.
    const alive = setInterval(() => undefined, 1000);
    await ended.promise;
    clearInterval(alive);
  });

  test('a process that is gone, or is another one with its pid, ends the watch at once', async () => {
    const child = await spawnDetached(['sleep', '600'], { domain: 'NONE' });
    const ended = deferred();
    await watchProcess({ pid: child.pid, startTime: child.startTime + 1n }, ended.resolve);
    await ended.promise;
    expect(await signalProcess({ pid: child.pid, startTime: child.startTime + 1n }, 'SIGKILL')).toBe(false);
    expect(await signalProcess(child, 'SIGKILL')).toBe(true);
    await child.exited;
    const again = deferred();
    await watchProcess(child, again.resolve);
    await again.promise;
  });

  test('descriptors that children would inherit are marked', async () => {
    const isInherited = async (fd: number) => {
      const info = await readFile(`/proc/self/fdinfo/${fd}`, 'utf8');
      return (Number.parseInt(/flags:\s*(\d+)/.exec(info)?.[1] ?? '', 8) & 0o2000000) === 0;
    };
    const libc = native('this test');
    const fd = libc.socket(1, 2, 0);
    expect(await isInherited(fd)).toBe(true);
    closeInheritedOnExec(fd);
    expect(await isInherited(fd)).toBe(false);
    libc.close(fd);
  });

  test.skipIf(!hasPython)(
    'a datagram arrives whole, at a path and at an abstract name (receiver: python3)',
    async () => {
      await using folder = await testFolder();
      for (const path of [join(folder.path, 'notify'), `@tsvirt-test-${process.pid}`]) {
        const script = `import socket,sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); s.bind(sys.argv[1].replace('@', '\\0')); print('bound', flush=True)
print(s.recv(100).decode(), flush=True)`;
        const receiver = spawn('python3', ['-c', script, path], { stdio: ['ignore', 'pipe', 'inherit'] });
        const lines = createInterface({ input: receiver.stdout })[Symbol.asyncIterator]();
        expect((await lines.next()).value).toBe('bound');
        expect(notifyServiceManager('READY=1', { NOTIFY_SOCKET: path })).toBe(true);
        expect((await lines.next()).value).toBe('READY=1');
        await once(receiver, 'close');
      }
    },
  );

  test('a datagram that nobody receives is lost without an error', () => {
    using sender = new UnixDatagramSender('/nonexistent/socket');
    expect(sender.send(Buffer.from('x'))).toBe(false);
    expect(notifyServiceManager('READY=1', {})).toBe(false);
    expect(notifyServiceManager('READY=1', { NOTIFY_SOCKET: '@tsvirt-nobody-listens' })).toBe(false);
  });
});
