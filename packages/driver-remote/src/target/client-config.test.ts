import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadClientConfig, resolveUri } from './client-config.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'remote-config-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function config(text: string) {
  const file = join(folder, 'libvirt.conf');
  await writeFile(file, text);
  return loadClientConfig(file);
}

test('aliases and the default stand for URIs', async () => {
  const read = await config(`
uri_aliases = [ "hail=qemu+ssh://root@hail/system", "no alias", "x=test:///default?a=b" ]
uri_default = "hail"
remote_mode = "legacy"
remote_proxy = "netcat"
`);
  expect(read).toMatchObject({ mode: 'legacy', proxy: 'netcat' });
  expect(resolveUri('hail', read, {})).toBe('qemu+ssh://root@hail/system');
  expect(resolveUri('x', read, {})).toBe('test:///default?a=b');
  expect(resolveUri('test:///hail', read, {})).toBe('test:///hail');
  expect(resolveUri('', read, {})).toBe('qemu+ssh://root@hail/system');
  expect(resolveUri('', read, { LIBVIRT_DEFAULT_URI: 'x' })).toBe('test:///default?a=b');
});

test('a file that is not there says nothing', async () => {
  const read = await loadClientConfig(join(folder, 'nothing.conf'));
  expect(resolveUri('', read, {})).toBe('');
  expect(read).toMatchObject({ mode: undefined, proxy: undefined });
});

test('a mode that there is not is an error', async () => {
  await expect(config('remote_mode = "sideways"')).rejects.toMatchObject({ code: 'INVALID_ARG', message: /sideways/ });
});
