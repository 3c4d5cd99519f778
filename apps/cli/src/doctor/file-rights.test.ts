import { expect, test } from 'vitest';
import { rightsOf } from './file-rights.js';

const people = {
  groups: 'root:x:0:\nlibvirt:x:108:ann,bea\n',
  users: 'root:x:0:0:root:/root:/bin/sh\n',
  user: 'ann',
  own: [1000],
};
const socket = { mode: 0o140770, uid: 0, gid: 108 };

test('somebody who is not in the group is told how to get there', () => {
  expect(rightsOf(socket, { ...people, user: 'zoe' })).toEqual({
    owners: '0770 root:libvirt',
    fix: 'sudo usermod -aG libvirt zoe, then log in again',
  });
});

test('somebody who was put into the group after the login has to log in again', () => {
  expect(rightsOf(socket, people).fix).toMatch(/^you are in the group libvirt from your next login on/);
});

test.each([
  [{ ...socket, mode: 0o140700 }, '0700 root:libvirt'],
  [{ ...socket, gid: 0 }, '0770 root:root'],
  [{ ...socket, mode: 0o140700, uid: 77, gid: 78 }, '0700 77:78'],
])('%j is for no group', (file, owners) => {
  expect(rightsOf(file, people)).toEqual({ owners, fix: undefined });
});
