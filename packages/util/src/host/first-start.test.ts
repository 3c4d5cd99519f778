import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { isFirstStart } from './first-start.js';

test('a start is the first one once for each boot', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tsvirt-first-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  expect(await isFirstStart(folder, 'NONE')).toBe(true);
  expect(await isFirstStart(folder, 'NONE')).toBe(false);
  await writeFile(join(folder, 'autostarted'), '00000000-0000-4000-8000-000000000000\n');
  expect(await isFirstStart(folder, 'NONE')).toBe(true);
  expect(await isFirstStart(folder, 'NONE')).toBe(false);
});

test('a folder that is not there is an error, not a start', async () => {
  await expect(isFirstStart('/nonexistent/folder', 'NONE')).rejects.toMatchObject({ code: 'SYSTEM_ERROR' });
});
