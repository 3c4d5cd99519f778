import { chmod, chown, cp, mkdir, stat, symlink } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cannotRunCli, inProcess, tsvirt } from './cli.js';
import { run } from './process.js';
import { cannotRun, daemonFile, Place } from './tsvirtd.js';

/** Characters that shells, URIs and file URLs each read in their own way. */
const oddName = `it's 100% "né" & new+old #1`;

let place: Place;
let drivers: string;
beforeEach(async () => {
  place = await Place.create();
  drivers = await place.installHello();
});
afterEach(() => place.dispose());

describe.skipIf(cannotRun !== undefined)(`a daemon in odd surroundings ${cannotRun ?? ''}`, () => {
  test('works in and from folders of any name, and the line that it prints opens it', async () => {
    const own = path.dirname(path.dirname(daemonFile));
    const copy = place.at(oddName, 'daemon');
    await mkdir(copy, { recursive: true });
    for (const name of ['dist', 'package.json'])
      await cp(path.join(own, name), path.join(copy, name), { recursive: true });
    await symlink(path.join(own, 'node_modules'), path.join(copy, 'node_modules'));
    await cp(drivers, place.at(oddName, 'drivers'), { recursive: true, verbatimSymlinks: true });
    const args = ['--verbose', '--root', place.at(oddName, 'root'), '--driver-path', place.at(oddName, 'drivers')];
    const daemon = await place.start([], {
      program: process.execPath,
      args: [path.join(copy, 'dist/main.js'), ...args],
    });
    const line = daemon.output.split('\n').find(text => text.includes('virsh')) ?? '';
    expect(await run('sh', ['-c', line])).toMatchObject({ stdout: expect.stringContaining('moon') });
  });

  test.skipIf(process.getuid?.() !== 0)(
    'leaves its sockets in reach of others where umask closes what root makes',
    async () => {
      const words = [process.execPath, daemonFile, '--verbose', '--root', place.root];
      await place.start([], { program: 'sh', args: ['-c', 'umask 077; exec "$@"', 'sh', ...words] });
      const modes = [place.root, place.at('root', 'run')].map(async folder => (await stat(folder)).mode & 0o777);
      expect(await Promise.all(modes)).toEqual([0o755, 0o755]);
    },
  );

  test.skipIf(process.getuid?.() !== 0)('serves a user that no list has, who has no home', async context => {
    const user = ['--reuid', '54321', '--regid', '54321', '--clear-groups', 'env', '-u', 'HOME'];
    const readable = await run('setpriv', [...user, 'test', '-r', daemonFile], { anyStatus: true }).catch(
      () => undefined,
    );
    if (readable?.status !== 0) return context.skip('other users cannot read the packages');
    await chmod(place.folder, 0o755);
    await mkdir(place.root);
    await chown(place.root, 54_321, 54_321);
    const words = [process.execPath, daemonFile, '--verbose', '--root', place.root, '--driver-path', drivers];
    const daemon = await place.start([], { program: 'setpriv', args: [...user, ...words] });
    expect(daemon.output).toContain('driver-hello');
  });
});

describe.skipIf(cannotRunCli !== undefined)(`the command in odd surroundings ${cannotRunCli ?? ''}`, () => {
  const plain = [...inProcess, 'list', 'networks', '--json'];

  test.each([
    { HOME: '' },
    { HOME: '/nowhere', XDG_CONFIG_HOME: '/nowhere', XDG_CACHE_HOME: '/proc', XDG_RUNTIME_DIR: 'relative' },
    { LANG: 'de_DE.UTF-8', LC_ALL: 'tr_TR.UTF-8', TZ: 'Pacific/Chatham' },
    { LANG: '', LC_ALL: 'POSIX', TERM: '', TZ: 'nonsense' },
    { NODE_ENV: 'production', DEBUG: '*', GITHUB_ACTIONS: 'true', FORCE_COLOR: '3' },
    { COLUMNS: '1', LINES: '1', LIBVIRT_DEBUG: '1', LIBVIRT_DEFAULT_URI: 'nowhere:///' },
  ])('answers the same with %o', async env => {
    const usual = await tsvirt(plain);
    expect(usual).toMatchObject({ status: 0, stderr: '' });
    expect(await tsvirt(plain, undefined, env)).toEqual(usual);
  });
});
