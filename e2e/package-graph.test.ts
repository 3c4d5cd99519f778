import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { packageGraphViolations } from './package-graph.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = promisify(execFile);

test('no package uses one that it may not use', async () => {
  expect(await packageGraphViolations(root)).toEqual([]);
});

test('the daemon knows no driver by name', async () => {
  const folder = join(root, 'apps/daemon');
  const drivers = (await readdir(join(root, 'packages'))).filter(name => /^(?:driver|secondary)-/.test(name));
  const manifest = await readFile(join(folder, 'package.json'), 'utf8');
  const files = (await readdir(join(folder, 'src'), { recursive: true })).filter(name => /(?<!\.test)\.ts$/.test(name));
  const texts = await Promise.all(files.map(name => readFile(join(folder, 'src', name), 'utf8')));
  expect(drivers.filter(name => [manifest, ...texts].some(text => text.includes(name)))).toEqual([]);
});

describe('a violation planted in a copy of the workspace is found', () => {
  let copy: string;
  let driver: string;
  let other: string;

  beforeEach(async () => {
    copy = await mkdtemp(join(tmpdir(), 'tsvirt-graph-'));
    const left = ['node_modules', 'dist', 'test', '.turbo', 'corpus', 'vectors'];
    const kept = [
      'package.json',
      'turbo.json',
      'pnpm-workspace.yaml',
      'pnpm-lock.yaml',
      'packages',
      'apps',
      'tsup.base.ts',
    ];
    for (const name of kept) {
      await cp(join(root, name), join(copy, name), { recursive: true, filter: path => !left.includes(basename(path)) });
    }
    const drivers = (await readdir(join(root, 'packages'))).filter(name => name.startsWith('driver-'));
    [driver = '', other = ''] = drivers;
  });

  afterEach(() => rm(copy, { recursive: true }));

  const plant = (path: string, text: string): Promise<void> => writeFile(join(copy, path), text);

  test('a driver that imports a type of another driver', async () => {
    await plant(
      `packages/${driver}/src/planted.ts`,
      `import type x from '@tsvirt/${other}';\nexport type Y = typeof x;\n`,
    );
    expect(await packageGraphViolations(copy)).toEqual([
      `@tsvirt/${driver}: packages/${driver}/src/planted.ts imports @tsvirt/${other}`,
    ]);
  });

  test('a driver that loads another when it runs, or names its types in passing', async () => {
    await plant(
      `packages/${driver}/src/planted.ts`,
      `await import('@tsvirt/${other}');\nexport type Y = import("@tsvirt/${other}/x").Z;\n`,
    );
    expect(await packageGraphViolations(copy)).toHaveLength(2);
  });

  test('a driver that lists another in its package.json', async () => {
    const path = `packages/${driver}/package.json`;
    const text = await readFile(join(copy, path), 'utf8');
    await plant(path, text.replace('"@tsvirt/core"', `"@tsvirt/${other}": "workspace:^", "@tsvirt/core"`));
    expect(await packageGraphViolations(copy)).toEqual([
      `@tsvirt/${driver}: package.json lists @tsvirt/${other} under dependencies`,
    ]);
  });

  test('a driver that reaches into the folder of another', async () => {
    await plant(`packages/${driver}/src/planted.ts`, `export * from '../../${other}/src/index.js';\n`);
    expect(await packageGraphViolations(copy)).toEqual([
      `@tsvirt/${driver}: packages/${driver}/src/planted.ts reaches out of its package: ../../${other}/src/index.js`,
    ]);
  });

  test('core that leans on conf, and a daemon that imports a driver', async () => {
    await plant('packages/core/src/planted.ts', `export * from '@tsvirt/conf';\n`);
    await plant('apps/daemon/src/planted.ts', `import '@tsvirt/${driver}';\n`);
    expect(await packageGraphViolations(copy)).toEqual([
      '@tsvirt/core: packages/core/src/planted.ts imports @tsvirt/conf',
      `@tsvirt/daemon: apps/daemon/src/planted.ts imports @tsvirt/${driver}`,
    ]);
  });

  test('turbo boundaries finds it as well', async () => {
    await plant(
      `packages/${driver}/src/planted.ts`,
      `import type x from '@tsvirt/${other}';\nexport type Y = typeof x;\n`,
    );
    const turbo = join(root, 'node_modules/.bin/turbo');
    const failed = await run(turbo, ['boundaries'], {
      cwd: copy,
      env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' },
    }).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining('planted.ts') });
  });
});
