import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { inWorkspace } from './documents.js';
import { run } from './process.js';

const tsc = inWorkspace('node_modules/.bin/tsc');

/** Makes the built packages resolve in a folder, as if they were installed there. */
export async function linkPackages(folder: string): Promise<void> {
  await mkdir(path.join(folder, 'node_modules', '@tsvirt'), { recursive: true });
  for (const name of await readdir(inWorkspace('packages'))) {
    await symlink(inWorkspace('packages', name), path.join(folder, 'node_modules', '@tsvirt', name));
  }
  for (const name of ['@types', 'vitest']) {
    await symlink(inWorkspace('node_modules', name), path.join(folder, 'node_modules', name));
  }
}

/** Checks and compiles all TypeScript of a folder, as strictly as this repository does its own. */
export async function compile(folder: string, rootDir: string, outDir: string): Promise<void> {
  const compilerOptions = {
    module: 'NodeNext',
    target: 'ES2023',
    lib: ['ES2023', 'ESNext.Disposable'],
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: true,
    rootDir,
    outDir,
  };
  await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: [rootDir] }));
  const checked = await run(tsc, ['-p', folder, '--pretty', 'false'], { anyStatus: true });
  expect(checked).toMatchObject({ status: 0, stdout: '' });
}
