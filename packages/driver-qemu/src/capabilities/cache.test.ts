import { mkdtemp, readdir, readFile, rm, watch, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { logger } from '@tsvirt/util';
import { expect, onTestFinished, test, vi } from 'vitest';
import { CapabilitiesCache } from './cache.js';
import { findEmulators } from './emulators.js';

const emulator = (await findEmulators()).find(found => found.arch === 'x86_64')?.binary;

async function folder(): Promise<string> {
  const made = await mkdtemp(path.join(tmpdir(), 'tsvirt-cache-'));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

const cacheIn = (kept: string) => new CapabilitiesCache(kept, logger('qemu.test'), AbortSignal.timeout(60_000));

test('a binary that is not there is named', async () => {
  await expect(cacheIn(await folder()).of('/nonexistent/qemu')).rejects.toMatchObject({
    code: 'SYSTEM_ERROR',
    message: expect.stringContaining('/nonexistent/qemu') as string,
  });
});

test.skipIf(emulator === undefined).each([
  ['cut off', (text: string) => text.slice(0, text.length / 2)],
  ['empty', () => ''],
  ['of another version', (text: string) => text.replace(/"formatVersion":\d+/, '"formatVersion":0')],
  ['of a binary that was changed since', (text: string) => text.replace(/"size":\d+/, '"size":1')],
  ['without what it should hold', (text: string) => text.replace('"machines"', '"machine"')],
])('a kept file that is %s leads to a new probe (needs qemu-system-x86)', async (_, spoil) => {
  const kept = await folder();
  const first = await cacheIn(kept).of(emulator as string);
  const [name] = await readdir(kept);
  const file = path.join(kept, name as string);
  await writeFile(file, spoil(await readFile(file, 'utf8')));
  const second = await cacheIn(kept).of(emulator as string);
  expect(second.facts).toEqual(first.facts);
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ facts: { machines: first.facts.machines } });
});

test.skipIf(emulator === undefined)('a probe that the daemon’s end cuts short leaves nothing behind', async () => {
  const [kept, temporary] = [await folder(), await folder()];
  vi.stubEnv('TMPDIR', temporary);
  onTestFinished(() => void vi.unstubAllEnvs());
  const daemon = new AbortController();
  const cache = new CapabilitiesCache(kept, logger('qemu.test'), daemon.signal);
  const changes = watch(temporary);
  const asked = cache.of(emulator as string);
  asked.catch(() => {});
  for await (const { filename } of changes) if (filename?.startsWith('tsvirt-probe-')) break;
  daemon.abort();
  await cache.settled();
  expect(await readdir(temporary)).toEqual([]);
  await expect(asked).rejects.toThrow();
});

test.skipIf(emulator === undefined)('a kept file is believed while its binary is the same', async () => {
  const kept = await folder();
  await cacheIn(kept).of(emulator as string);
  const [name] = await readdir(kept);
  const file = path.join(kept, name as string);
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace(/"package":"[^"]*"/, '"package":"kept"'));
  expect((await cacheIn(kept).of(emulator as string)).facts.package).toBe('kept');
});
