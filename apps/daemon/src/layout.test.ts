import { expect, test } from 'vitest';
import { chooseLayout, type Surroundings } from './layout.js';

const root: Surroundings = { privileged: true, home: '/root', env: {} };
const user: Surroundings = { privileged: false, home: '/home/me', env: { XDG_RUNTIME_DIR: '/run/user/1000' } };

test('as root: the system folders of tsvirt, or of libvirt', () => {
  expect(chooseLayout({ root: undefined, layout: 'tsvirt' }, root)).toEqual({
    etc: '/etc/tsvirt',
    run: '/run/tsvirt',
    lib: '/var/lib/tsvirt',
    cache: '/var/cache/tsvirt',
    log: '/var/log/tsvirt',
    sockets: '/run/tsvirt',
    config: '/etc/tsvirt/tsvirtd.conf',
    privileged: true,
  });
  expect(chooseLayout({ root: undefined, layout: 'libvirt' }, root)).toMatchObject({
    run: '/run/libvirt',
    config: '/etc/libvirt/libvirtd.conf',
  });
});

test('as a user: the folders of the session', () => {
  expect(chooseLayout({ root: undefined, layout: 'tsvirt' }, user)).toEqual({
    etc: '/home/me/.config/tsvirt',
    run: '/run/user/1000/tsvirt',
    lib: '/home/me/.local/share/tsvirt',
    cache: '/home/me/.cache/tsvirt',
    log: '/home/me/.cache/tsvirt/log',
    sockets: '/run/user/1000/tsvirt',
    config: '/home/me/.config/tsvirt/tsvirtd.conf',
    privileged: false,
  });
});

test('without a run folder of the session: the cache folder, as libvirt does', () => {
  const { run } = chooseLayout(
    { root: undefined, layout: 'libvirt' },
    { ...user, env: { XDG_RUNTIME_DIR: 'relative' } },
  );
  expect(run).toBe('/home/me/.cache/libvirt');
});

test('everything under --root', () => {
  expect(chooseLayout({ root: '/srv/x', layout: 'tsvirt' }, user)).toMatchObject({
    etc: '/srv/x/etc',
    run: '/srv/x/run',
    lib: '/srv/x/lib',
    cache: '/srv/x/cache',
    log: '/srv/x/log',
    config: '/srv/x/etc/tsvirtd.conf',
    privileged: false,
  });
});
