import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunOptions, run as runToEnd } from './process.js';
import { cannotRun, Place } from './tsvirtd.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const packages = ['packages/util', 'packages/core', 'apps/daemon', 'examples/driver-hello'];

/** Runs a program whose status the test judges. */
const run = (program: string, args: readonly string[], options?: RunOptions) =>
  runToEnd(program, args, { ...options, anyStatus: true });

// As an operator and a driver's author would do it: packages from archives in an empty folder, nothing of the workspace.
describe.skipIf(cannotRun !== undefined)(
  `a driver of somebody else, installed beside the daemon ${cannotRun ?? ''}`,
  () => {
    let place: Place;
    let offline: string | undefined;

    beforeAll(async () => {
      place = await Place.create();
      const archives = place.at('archives');
      await mkdir(archives);
      for (const folder of packages) {
        const packed = await run('pnpm', ['pack', '--pack-destination', archives], { cwd: join(root, folder) });
        expect(packed).toMatchObject({ status: 0 });
      }
      await mkdir(place.at('app'));
      await writeFile(place.at('app', 'package.json'), '{ "private": true }');
      const files = (await readdir(archives)).map(name => join(archives, name));
      const installed = await run('npm', ['install', '--no-audit', '--no-fund', ...files], { cwd: place.at('app') });
      if (
        installed.status !== 0 &&
        /ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH/.test(installed.stderr)
      ) {
        offline = 'the package registry cannot be reached';
      } else expect(installed).toMatchObject({ status: 0 });
    }, 120_000);

    afterAll(() => place.dispose());

    test('is found by its manifest and serves virsh', async context => {
      if (offline !== undefined) return context.skip(offline);
      const program = place.at('app', 'node_modules', '.bin', 'tsvirtd');
      const daemon = await place.start([], { program, args: ['-v', '--root', place.root], cwd: place.at('app') });
      expect(daemon.output).toMatch(/tsvirt-driver-hello \d+\.\d+\.\d+ for hello/);
      const virsh = async (...args: string[]) => (await run('virsh', ['-c', place.hello(), ...args])).stdout.trim();
      expect((await virsh('list', '--all', '--name')).split('\n')).toEqual(['moon', 'world']);
      expect(await virsh('start', 'world')).toBe("Domain 'world' started");
      expect(await virsh('dumpxml', 'world')).toContain("<domain type='hello' id='1'>");
      expect(await virsh('shutdown', 'world')).toBe("Domain 'world' is being shutdown");
      expect(await virsh('domstate', 'world')).toBe('shut off');
    });

    test('checks against the types that are published', async context => {
      if (offline !== undefined) return context.skip(offline);
      const driver = place.at('app', 'node_modules', 'tsvirt-driver-hello');
      const core = place.at('app', 'node_modules', '@tsvirt', 'core');
      if (!existsSync(join(core, 'dist', 'contract', 'index.d.ts')))
        return context.skip('the packages are built without types');
      const types = join(root, 'node_modules', '@types');
      const compilerOptions = {
        module: 'NodeNext',
        target: 'ES2023',
        strict: true,
        checkJs: true,
        noEmit: true,
        types: ['node'],
        typeRoots: [types],
      };
      await writeFile(
        place.at('app', 'tsconfig.json'),
        JSON.stringify({ compilerOptions, files: [join(driver, 'src', 'index.js')] }),
      );
      const checked = await run(join(root, 'node_modules', '.bin', 'tsc'), [
        '-p',
        place.at('app'),
        '--pretty',
        'false',
        '--maxNodeModuleJsDepth',
        '2',
      ]);
      expect(checked).toMatchObject({ status: 0, stdout: '' });
    });

    test('is on no list of ours: no package of the workspace knows it', async () => {
      const manifests = packages.slice(0, 3).map(folder => readFile(join(root, folder, 'package.json'), 'utf8'));
      for (const text of await Promise.all(manifests)) expect(text).not.toContain('driver-hello');
    });
  },
);
