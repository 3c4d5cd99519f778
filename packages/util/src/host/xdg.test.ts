import { expect, test } from 'vitest';
import { userDirectories } from './xdg.js';

test('without variables the folders are under the home', () => {
  expect(userDirectories('libvirt', {}, '/home/u')).toEqual({
    config: '/home/u/.config/libvirt',
    cache: '/home/u/.cache/libvirt',
    data: '/home/u/.local/share/libvirt',
    state: '/home/u/.local/state/libvirt',
    runtime: '/home/u/.cache/libvirt',
  });
});

test('variables count when they are absolute', () => {
  const env = { XDG_RUNTIME_DIR: '/run/user/7', XDG_CONFIG_HOME: 'relative', XDG_CACHE_HOME: '' };
  expect(userDirectories('libvirt', env, '/home/u')).toMatchObject({
    config: '/home/u/.config/libvirt',
    cache: '/home/u/.cache/libvirt',
    runtime: '/run/user/7/libvirt',
  });
});
