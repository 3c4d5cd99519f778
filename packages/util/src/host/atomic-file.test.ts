import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { testFolder } from '../../test/test-folder.js';
import { removeFile, writeFileAtomic } from './atomic-file.js';

test('a file is made and replaced, with its mode, leaving nothing beside', async () => {
  await using folder = await testFolder();
  const path = join(folder.path, 'f.xml');
  await writeFileAtomic(path, 'one');
  await writeFileAtomic(path, 'two', { mode: 0o640 });
  expect(await readFile(path, 'utf8')).toBe('two');
  expect((await stat(path)).mode & 0o777).toBe(0o640 & ~process.umask());
  expect(await readdir(folder.path)).toEqual(['f.xml']);
});

test('writers at the same time leave one whole file', async () => {
  await using folder = await testFolder();
  const path = join(folder.path, 'f');
  const texts = Array.from({ length: 8 }, (_, index) => String(index).repeat(100_000));
  await Promise.all(texts.map(text => writeFileAtomic(path, text)));
  expect(texts).toContain(await readFile(path, 'utf8'));
  expect(await readdir(folder.path)).toEqual(['f']);
});

test('a failure names the file and leaves the old contents', async () => {
  await using folder = await testFolder();
  await folder.put({ 'd/x': 'old' });
  await expect(writeFileAtomic(join(folder.path, 'd'), 'new', { domain: 'QEMU' })).rejects.toMatchObject({
    code: 'SYSTEM_ERROR',
    domain: 'QEMU',
    message: expect.stringContaining(`'${join(folder.path, 'd')}'`),
  });
  expect(await readdir(folder.path)).toEqual(['d']);
});

test('removing tells whether the file was there', async () => {
  await using folder = await testFolder();
  await folder.put({ f: '' });
  expect(await removeFile(join(folder.path, 'f'))).toBe(true);
  expect(await removeFile(join(folder.path, 'f'))).toBe(false);
});
