import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fewDescriptors } from './descriptor-limit.js';

test.each([
  ['Max open files            1024                 524288               files\n', true],
  ['Max open files            8192                 8192                 files\n', false],
  ['Max open files            unlimited            unlimited            files\n', false],
  ['', false],
])('%j is too few for 5000 clients: %s', async (text, isTooFew) => {
  const folder = await mkdtemp(join(tmpdir(), 'limits-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(
    join(folder, 'limits'),
    `Limit                     Soft Limit           Hard Limit           Units\n${text}`,
  );
  const warning = await fewDescriptors(5000, join(folder, 'limits'));
  if (isTooFew) expect(warning).toContain('this process may open 1024 files');
  else expect(warning).toBeUndefined();
});
