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

test('the examples of README.md do what they say', async () => {
  const examples = [...(await readFile(readme, 'utf8')).matchAll(/^```ts\n([\s\S]*?)^```$/gm)];
  expect(examples).toHaveLength(2);
  const said: unknown[][] = [];
  const { log } = console;
  console.log = (...words: unknown[]) => void said.push(words);
  try {
    for (const [index, [, code = '']] of examples.entries()) {
      const file = join(folder, `example-${index}.ts`);
      await writeFile(file, code);
      await import(file);
    }
  } finally {
    console.log = log;
  }
  expect(said).toEqual([
    ['virsh -c', expect.stringMatching(/^test\+unix:\/\/\/default\?socket=\//)],
    ['domain-1', 'crashed'],
  ]);
});
