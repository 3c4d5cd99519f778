import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { testFolder } from '../../test/test-folder.js';
import { runCommand } from './command.js';
import { LockFile } from './lock-file.js';
import { hasNative } from './native.js';

describe.each([
  { kind: 'kernel lock', native: true },
  { kind: 'linked file', native: false },
])('a $kind', ({ native }) => {
  const test1 = test.skipIf(native && !hasNative());

  test1('is held by one, names its holder, and is free after it', async () => {
    await using folder = await testFolder();
    const path = join(folder.path, 'run/daemon.pid');
    const first = await LockFile.acquire(path, { native });
    expect((await readFile(path, 'utf8')).split('\n')[0]).toBe(String(process.pid));
    await expect(LockFile.acquire(path, { native })).rejects.toMatchObject({
      code: 'OPERATION_FAILED',
      domain: 'LOCKING',
      detail: `lock file '${path}' is held by process ${process.pid}`,
    });
    await first.release();
    await first.release();
    await expect(access(path)).rejects.toMatchObject({ code: 'ENOENT' });
    await using second = await LockFile.acquire(path, { native });
    expect(second.path).toBe(path);
  });

  test1('a file that a dead process left is taken over', async () => {
    await using folder = await testFolder();
    const { text } = await runCommand(['sh', '-c', 'echo $$'], { domain: 'NONE' });
    await folder.put({ 'daemon.pid': `${text.trim()}\n1\n` });
    await using lock = await LockFile.acquire(join(folder.path, 'daemon.pid'), { native });
    expect((await readFile(lock.path, 'utf8')).split('\n')[0]).toBe(String(process.pid));
  });

  test1('of many who want it at once, one gets it', async () => {
    await using folder = await testFolder();
    const path = join(folder.path, 'daemon.pid');
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => LockFile.acquire(path, { native })));
    expect(results.filter(result => result.status === 'fulfilled')).toHaveLength(1);
  });
});

const hasPython = spawnSync('python3', ['--version']).status === 0;

test.skipIf(!hasNative() || !hasPython)(
  'a classic fcntl lock excludes ours, and ends with its holder (python3 holds it)',
  async () => {
    await using folder = await testFolder();
    const path = join(folder.path, 'daemon.pid');
    const script = `import fcntl,os,sys,time
f = open(sys.argv[1], 'w'); fcntl.lockf(f, fcntl.LOCK_EX); f.write(str(os.getpid())); f.flush(); print('held', flush=True); sys.stdin.read()`;
    const holder = spawn('python3', ['-c', script, path], { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(holder.stdout, 'data');
    await expect(LockFile.acquire(path)).rejects.toMatchObject({
      detail: `lock file '${path}' is held by process ${holder.pid}`,
    });
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    await using lock = await LockFile.acquire(path);
    expect(await readFile(lock.path, 'utf8')).toBe(`${process.pid}\n`);
  },
);
