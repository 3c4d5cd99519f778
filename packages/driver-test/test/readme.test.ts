import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const readme = fileURLToPath(new URL('../README.md', import.meta.url));
// Beside the tests, where the runner finds what the example imports.
const here = fileURLToPath(new URL('.', import.meta.url));
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(here, 'example-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test('the example of README.md does what it says', async () => {
  const [, code = ''] = /^```ts\n([\s\S]*?)^```$/m.exec(await readFile(readme, 'utf8')) ?? [];
  expect(code).toContain('testHost');
  const file = join(folder, 'example.ts');
  await writeFile(file, code);
  const said: unknown[][] = [];
  const { log } = console;
  console.log = (...words: unknown[]) => void said.push(words);
  try {
    await import(file);
  } finally {
    console.log = log;
  }
  expect(said).toEqual([
    ['virsh -c', expect.stringMatching(/^test\+unix:\/\/\/default\?socket=\//)],
    ['domain-1', 'crashed'],
  ]);
});
