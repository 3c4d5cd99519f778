import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '@tsvirt/util/host';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ProxyMode } from '../target/client-config.js';
import { type FarSide, farSideCommand } from './far-side.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'far-side-'));
  for (const [name, programs] of [
    ['both', ['tsvirt-ssh-helper', 'virt-ssh-helper', 'nc']],
    ['libvirt', ['virt-ssh-helper', 'nc']],
    ['bare', ['nc', "n'c $(x)"]],
  ] as const) {
    await mkdir(join(folder, name));
    for (const program of programs) {
      const script = `#!/bin/sh\n[ "$1" = -h ] && { echo "-q secs"; exit; }\nprintf '[%s]' ${JSON.stringify(program).replaceAll('$', '\\$')} "$@"\n`;
      await writeFile(join(folder, name, program), script, { mode: 0o755 });
    }
    for (const tool of ['sh', 'grep']) await symlink(`/bin/${tool}`, join(folder, name, tool));
  }
});
afterAll(() => rm(folder, { recursive: true }));

const side: FarSide = { uri: 'qemu:///system', socket: undefined, netcat: undefined };

/** What a shell at a far side with these programs makes of the command: each program prints its name and arguments. */
async function ran(host: string, proxy: ProxyMode, more: Partial<FarSide> = {}, readOnly = false): Promise<string> {
  const command = farSideCommand({ ...side, ...more }, proxy, readOnly);
  const env = { PATH: join(folder, host) };
  return (await runCommand(['/bin/sh', '-c', command], { domain: 'NONE', env })).text;
}

const netcat = '[nc][-q][0][-U][/var/run/libvirt/libvirt-sock]';

test('the best program that is there is taken', async () => {
  expect(await ran('both', 'auto')).toBe('[tsvirt-ssh-helper][qemu:///system]');
  expect(await ran('libvirt', 'auto')).toBe('[virt-ssh-helper][qemu:///system]');
  expect(await ran('bare', 'auto')).toBe(netcat);
  expect(await ran('both', 'netcat')).toBe(netcat);
  expect(await ran('libvirt', 'native')).toBe('[virt-ssh-helper][qemu:///system]');
});

test('looking only is passed on', async () => {
  expect(await ran('both', 'auto', {}, true)).toBe('[tsvirt-ssh-helper][-r][qemu:///system]');
  expect(await ran('libvirt', 'auto', {}, true)).toBe('[virt-ssh-helper][-r][qemu:///system]');
  expect(await ran('bare', 'auto', {}, true)).toBe('[nc][-q][0][-U][/var/run/libvirt/libvirt-sock-ro]');
});

test('a socket is used by those who can', async () => {
  const socket = "/a b/it's";
  expect(await ran('both', 'auto', { socket })).toBe("[tsvirt-ssh-helper][-s][/a b/it's][qemu:///system]");
  expect(await ran('libvirt', 'auto', { socket })).toBe("[nc][-q][0][-U][/a b/it's]");
});

test('nothing in the URI is run by the shell', async () => {
  const netcatName = "n'c $(x)";
  expect(await ran('bare', 'netcat', { netcat: netcatName, socket: '$(touch x);`y`' })).toBe(
    `[${netcatName}][-q][0][-U][$(touch x);\`y\`]`,
  );
  expect(await ran('both', 'auto', { uri: "test:///$(x)'; exit" })).toBe("[tsvirt-ssh-helper][test:///$(x)'; exit]");
});

test('netcat and the native program exclude each other', () => {
  expect(() => farSideCommand({ ...side, netcat: 'nc' }, 'native', false)).toThrow(
    expect.objectContaining({ code: 'INVALID_ARG' }),
  );
});
