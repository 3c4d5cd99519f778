import { expect, test } from 'vitest';
import { takeActivatedSockets } from './activation.js';

test('sockets are told apart by the names of libvirt units, or the last word of any', () => {
  const names =
    'libvirtd.socket:libvirtd-ro.socket:libvirtd-admin.socket:libvirtd-tcp.socket:libvirtd-tls.socket:tsvirtd_ro:ro:';
  const env = { LISTEN_PID: '77', LISTEN_FDS: '9', LISTEN_FDNAMES: names, OTHER: 'x' };
  const roles = takeActivatedSockets(env, 77);
  expect(roles.map(({ fd }) => fd)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11]);
  expect(roles.map(({ role }) => role)).toEqual([
    'main',
    'readOnly',
    'admin',
    'tcp',
    'tls',
    'readOnly',
    'readOnly',
    'main',
    'main',
  ]);
  expect(env).toEqual({ OTHER: 'x' });
});

test('sockets that are meant for another process are not ours', () => {
  expect(takeActivatedSockets({ LISTEN_PID: '76', LISTEN_FDS: '1' }, 77)).toEqual([]);
  expect(takeActivatedSockets({ LISTEN_FDS: '1' }, 77)).toEqual([]);
  expect(takeActivatedSockets({ LISTEN_PID: '77', LISTEN_FDS: 'many' }, 77)).toEqual([]);
  expect(takeActivatedSockets({}, 77)).toEqual([]);
});
