import { join } from 'node:path';
import { expect, test } from 'vitest';
import { testFolder } from '../../test/test-folder.js';
import { readFileBytes, readFileText } from './file-reading.js';

test('a file is read whole, up to exactly the limit', async () => {
  await using folder = await testFolder();
  const text = 'ä'.repeat(10_000);
  await folder.put({ f: text });
  const path = join(folder.path, 'f');
  expect(await readFileText(path, { maxBytes: 20_000 })).toBe(text);
  await expect(readFileText(path, { maxBytes: 19_999, domain: 'CONF' })).rejects.toMatchObject({
    code: 'SYSTEM_ERROR',
    domain: 'CONF',
    int1: 27,
  });
});

test('a file that is not there is undefined, a folder is an error', async () => {
  await using folder = await testFolder();
  expect(await readFileBytes(join(folder.path, 'f'), { maxBytes: 10 })).toBeUndefined();
  await expect(readFileBytes(folder.path, { maxBytes: 10 })).rejects.toMatchObject({ code: 'SYSTEM_ERROR', int1: 21 });
});

test.skipIf(process.platform !== 'linux')('files of /proc have no size and are read nevertheless', async () => {
  expect(await readFileText('/proc/self/status', { maxBytes: 65_536 })).toContain(`Pid:\t${process.pid}`);
  await expect(readFileText('/dev/zero', { maxBytes: 100_000 })).rejects.toMatchObject({
    code: 'SYSTEM_ERROR',
    int1: 27,
  });
});

test('an abort ends the reading', async () => {
  await expect(readFileBytes('/dev/zero', { maxBytes: 1 << 20, signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: 'OPERATION_ABORTED',
  });
});
