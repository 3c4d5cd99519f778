import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { testFolder } from '../../test/test-folder.js';
import { runCommand } from './command.js';
import { isRunning } from './process-handle.js';
import { commandEnvironment, spawnDetached } from './spawn.js';

const domain = 'QEMU';

describe.skipIf(process.platform === 'win32')('running a program', () => {
  test('gives what it wrote, with input, folder and environment', async () => {
    const script = 'cat; pwd; echo "$LC_ALL $X" >&2';
    const result = await runCommand(['sh', '-c', script], {
      domain,
      input: 'in\n',
      cwd: '/',
      env: commandEnvironment({ X: 'y' }),
    });
    expect(result).toMatchObject({ status: 0, text: 'in\n/\n' });
    expect(result.stderr.toString()).toBe('C y\n');
  });

  test('arguments are not words of a shell', async () => {
    expect((await runCommand(['printf', '%s', '$(id) * "'], { domain })).text).toBe('$(id) * "');
  });

  test('a failure names program, status and the end of what it said, but no arguments', async () => {
    const run = runCommand(['sh', '-c', 'echo no such pool >&2; exit 3'], { domain });
    await expect(run).rejects.toMatchObject({
      code: 'INTERNAL_ERROR',
      domain,
      detail: "program 'sh' failed with exit status 3: no such pool",
    });
  });

  test('a status may be an answer', async () => {
    expect((await runCommand(['sh', '-c', 'exit 1'], { domain, okStatus: [0, 1] })).status).toBe(1);
  });

  test('a program killed by a signal says so', async () => {
    await expect(runCommand(['sh', '-c', 'kill -SEGV $$'], { domain })).rejects.toThrow(
      "program 'sh' was killed by SIGSEGV",
    );
  });

  test('a program that is not there', async () => {
    await expect(runCommand(['/nonexistent/program'], { domain })).rejects.toMatchObject({
      code: 'SYSTEM_ERROR',
      int1: 2,
      message: "cannot run program '/nonexistent/program': No such file or directory",
    });
  });

  test('too much output ends it', async () => {
    await expect(runCommand(['cat', '/dev/zero'], { domain, maxOutputBytes: 100_000 })).rejects.toThrow(
      'wrote more than 100000 bytes',
    );
  });

  test('the time limit ends it, also when a grandchild holds its output', async () => {
    const run = runCommand(['sh', '-c', 'sleep 3 & wait'], { domain, timeoutMs: 200 });
    await expect(run).rejects.toMatchObject({
      code: 'OPERATION_TIMEOUT',
      detail: "program 'sh' took longer than 200 ms",
    });
  });

  test('an abort ends it', async () => {
    const controller = new AbortController();
    const run = runCommand(['sleep', '600'], { domain, signal: controller.signal });
    controller.abort();
    await expect(run).rejects.toMatchObject({ code: 'OPERATION_ABORTED' });
    await expect(runCommand(['sleep', '600'], { domain, signal: controller.signal })).rejects.toMatchObject({
      code: 'OPERATION_ABORTED',
    });
  });

  test('a program that does not read its input is judged by its status', async () => {
    expect((await runCommand(['true'], { domain, input: 'x'.repeat(1 << 20) })).status).toBe(0);
  });
});

describe.skipIf(process.platform !== 'linux')('a detached program', () => {
  test('has a session of its own, the descriptors given, and tells its end', async () => {
    await using folder = await testFolder();
    const output = await open(join(folder.path, 'out'), 'w+');
    const script =
      'read -r pid rest < /proc/self/stat; echo "to three" >&3; set -- $(cat /proc/$$/stat); echo "$6"; exit 7';
    const child = await spawnDetached(['sh', '-c', script], { domain, stdout: output.fd, fds: [output.fd] });
    expect(await child.exited).toEqual({ status: 7, signal: undefined });
    const text =
      (await output.readFile('utf8')) ||
      (await open(join(folder.path, 'out')).then(async file => {
        await using opened = file;
        return opened.readFile('utf8');
      }));
    await output.close();
    expect(text).toBe(`to three\n${child.pid}\n`);
  });

  test('can be told apart from a later one, and killed', async () => {
    const child = await spawnDetached(['sleep', '600'], { domain });
    expect(child.startTime).toBeGreaterThan(0n);
    expect(await isRunning(child)).toBe(true);
    expect(await isRunning({ pid: child.pid, startTime: child.startTime + 1n })).toBe(false);
    child.kill('SIGKILL');
    expect(await child.exited).toEqual({ status: undefined, signal: 'SIGKILL' });
    expect(await isRunning(child)).toBe(false);
  });

  test('that is not there is an error at once', async () => {
    await expect(spawnDetached(['/nonexistent/program'], { domain })).rejects.toMatchObject({
      code: 'SYSTEM_ERROR',
      int1: 2,
    });
  });
});
