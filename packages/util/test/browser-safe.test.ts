import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const source = fileURLToPath(new URL('../src/', import.meta.url));

/** Everything that a module imports, itself and through its own files. */
async function importsOf(file: string, seen = new Map<string, string[]>()): Promise<Map<string, string[]>> {
  if (seen.has(file)) return seen;
  const text = await readFile(file, 'utf8');
  const imports = Array.from(text.matchAll(/^(?:import|export)\b[^;]*?\bfrom '([^']+)'/gm), match => match[1] ?? '');
  seen.set(file, imports);
  for (const name of imports) {
    if (name.startsWith('.')) await importsOf(join(dirname(file), name.replace(/\.js$/, '.ts')), seen);
  }
  return seen;
}

test.each(['index.ts', 'xml/index.ts', 'cpu/index.ts', 'foreign-xml/index.ts'])(
  '%s runs in a browser: nothing of node is imported',
  async entry => {
    const modules = await importsOf(join(source, entry));
    const foreign = [...modules].flatMap(([file, names]) =>
      names
        .filter(name => name.startsWith('node:') || name.includes('/host/') || name === 'koffi')
        .map(name => `${file}: ${name}`),
    );
    expect(modules.size).toBeGreaterThan(5);
    expect(foreign).toEqual([]);
  },
);
