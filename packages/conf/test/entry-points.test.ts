import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const folder = new URL('../', import.meta.url);

function entryPoints(): readonly string[] {
  const manifest: unknown = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8'));
  if (typeof manifest !== 'object' || manifest === null || !('exports' in manifest)) return [];
  return Object.keys(manifest.exports ?? {}).filter(name => /^\.\/[a-z-]+$/.test(name));
}

const sources = readdirSync(new URL('src', folder), { withFileTypes: true })
  .filter(entry => entry.isDirectory() && existsSync(new URL(`src/${entry.name}/index.ts`, folder)))
  .map(({ name }) => `./${name}`);

test('each folder with an index is an entry point', () => {
  expect(entryPoints().toSorted()).toEqual(sources.toSorted());
});

test('the main entry point has all that the others have', async () => {
  const all = new Set(Object.keys(await import('../src/index.js')));
  const missing: string[] = [];
  for (const name of sources) {
    const part: object = await import(`../src/${name.slice(2)}/index.ts`);
    missing.push(...Object.keys(part).filter(key => !all.has(key)));
  }
  expect(missing).toEqual([]);
});
