import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type TestFolder, testFolder } from '../../test/test-folder.js';
import { DirectoryStore, isFileName } from './directory-store.js';

function store(folder: TestFolder): DirectoryStore {
  return new DirectoryStore({
    directory: join(folder.path, 'qemu'),
    autostartDirectory: join(folder.path, 'qemu/autostart'),
    domain: 'QEMU',
    maxBytes: 1000,
  });
}

test('documents are written, listed, read and removed', async () => {
  await using folder = await testFolder();
  const documents = store(folder);
  expect(await documents.names()).toEqual([]);
  await documents.write('web', '<domain/>');
  await documents.write('db.1 ü', '<domain/>');
  expect(await documents.names()).toEqual(['db.1 ü', 'web']);
  expect(await documents.read('web')).toBe('<domain/>');
  expect(await documents.read('nobody')).toBeUndefined();
  expect(await documents.remove('web')).toBe(true);
  expect(await documents.remove('web')).toBe(false);
  expect(await documents.names()).toEqual(['db.1 ü']);
});

test('a broken document is reported and left in place', async () => {
  await using folder = await testFolder();
  await folder.put({
    'qemu/good.xml': 'ok',
    'qemu/bad.xml': 'not ok',
    'qemu/big.xml': 'x'.repeat(1001),
    'qemu/readme.txt': '',
    'qemu/.xml': '',
  });
  const documents = store(folder);
  const loaded = await documents.load((text, name) => {
    if (text !== 'ok') throw new Error(`${name} is broken`);
    return text.toUpperCase();
  });
  expect([...loaded.documents]).toEqual([['good', 'OK']]);
  const broken = loaded.broken.toSorted((one, other) => one.name.localeCompare(other.name));
  expect(broken.map(({ name, error }) => [name, error.code])).toEqual([
    ['bad', 'INTERNAL_ERROR'],
    ['big', 'SYSTEM_ERROR'],
  ]);
  expect(broken[0]?.error.message).toContain('bad is broken');
  expect(await readFile(join(folder.path, 'qemu/bad.xml'), 'utf8')).toBe('not ok');
});

test('an abort ends the loading', async () => {
  await using folder = await testFolder();
  await folder.put({ 'qemu/a.xml': 'ok' });
  await expect(store(folder).load(text => text, AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
});

test('autostart is a link to the document, and goes with it', async () => {
  await using folder = await testFolder();
  const documents = store(folder);
  await documents.write('web', '<domain/>');
  expect(await documents.isAutostart('web')).toBe(false);
  await documents.setAutostart('web', true);
  await documents.setAutostart('web', true);
  expect(await documents.isAutostart('web')).toBe(true);
  expect(await documents.autostartNames()).toEqual(['web']);
  const link = join(folder.path, 'qemu/autostart/web.xml');
  expect(await readFile(link, 'utf8')).toBe('<domain/>');
  await documents.remove('web');
  await expect(lstat(link)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a file in the autostart folder that is no link to the document does not count', async () => {
  await using folder = await testFolder();
  await folder.put({ 'qemu/autostart/web.xml': '' });
  expect(await store(folder).isAutostart('web')).toBe(false);
});

test.each(['', '.', '..', 'a/b', '../x', 'a\0b', 'a\nb', 'x'.repeat(252)])('%.12j cannot be a document', async name => {
  await using folder = await testFolder();
  await expect(store(folder).write(name, '')).rejects.toMatchObject({ code: 'INVALID_ARG', domain: 'QEMU' });
});

test('names that may be files', () => {
  expect(['.hidden', 'a b', '名前', '...'].every(isFileName)).toBe(true);
});
