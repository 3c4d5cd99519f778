import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cannotRunCli, tsvirt, tsvirtJson, tsvirtOnTerminal } from './cli.js';
import { type Guest, readyLine, testGuest } from './guest/build.js';
import { cannotRun } from './tsvirtd.js';
import { hasQemu, WorkspaceDaemon } from './workspace-daemon.js';

const missing =
  cannotRunCli ??
  cannotRun ??
  (!hasQemu
    ? 'there is no qemu-system-x86_64'
    : process.getuid?.() !== 0
      ? 'qemu:///system needs root'
      : existsSync('/usr/bin/script')
        ? undefined
        : 'there is no script to make a terminal with');

function document(guest: Guest): string {
  return `<domain type='qemu'><name>web</name><memory unit='MiB'>128</memory>
    <os><type arch='x86_64' machine='pc'>hvm</type>
      <kernel>${guest.kernel}</kernel><initrd>${guest.initrd}</initrd><cmdline>console=ttyS0 quiet</cmdline></os>
    <features><acpi/></features>
    <devices><serial type='pty'/><console type='pty'/></devices></domain>`;
}

describe.skipIf(missing !== undefined)(`tsvirt and a Linux guest under QEMU (${missing ?? 'all there'})`, () => {
  let daemon: WorkspaceDaemon;
  let guest: Guest;

  beforeAll(async () => {
    const built = await testGuest();
    if (built === undefined) throw new Error('the test guest could not be built');
    guest = built;
    daemon = await WorkspaceDaemon.start();
    await writeFile(daemon.at('web.xml'), document(guest));
  }, 300_000);
  afterAll(() => daemon[Symbol.asyncDispose]());

  test('it is applied, seen booting, talked to, left with ^], and stopped by asking', {
    timeout: 180_000,
  }, async () => {
    const connect = ['-c', daemon.uri('qemu:///system')];
    expect((await tsvirt([...connect, 'apply', daemon.at('web.xml')])).stdout).toBe('web: created\n');
    expect((await tsvirt([...connect, 'apply', daemon.at('web.xml')])).stdout).toBe('web: unchanged\n');
    {
      await using console = tsvirtOnTerminal([...connect, 'start', 'web', '--console']);
      await console.saw(readyLine, 60_000);
      console.type('\x1d');
      await console.saw('status=0');
    }
    {
      await using console = tsvirtOnTerminal([...connect, 'console', 'web']);
      await console.saw('^] ends it');
      await typedUntil(console, 'echo $((6 * 7))\n', /^42\r?$/m);
      console.type('\x1d');
      await console.saw('status=0');
    }
    {
      await using console = tsvirtOnTerminal([...connect, 'console', 'web']);
      await console.saw('^] ends it');
      expect((await tsvirt([...connect, 'stop', 'web'])).stdout).toBe('web: stopped\n');
      await console.saw('closed at the other side');
      await console.saw('status=0');
    }
    expect(await tsvirtJson([...connect, 'list'])).toMatchObject([
      { name: 'web', state: 'shutoff', reason: 'shutdown' },
    ]);
  });
});

/** Types a line until it is answered: a guest's terminal may drop what comes while it is set up. */
async function typedUntil(
  console: { type(text: string): void; saw(wanted: RegExp, timeoutMs?: number): Promise<void> },
  line: string,
  answer: RegExp,
): Promise<void> {
  for (let tries = 0; ; tries++) {
    console.type(line);
    try {
      return await console.saw(answer, 3000);
    } catch (reason) {
      if (tries >= 10) throw reason;
    }
  }
}
