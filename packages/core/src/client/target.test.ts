import { expect, test } from 'vitest';
import { addressOf } from './target.js';

test.each([
  ['test+unix:///default?socket=/run/x/sock', { path: '/run/x/sock' }],
  ['qemu+unix:///system?mode=legacy', { path: '/run/libvirt/libvirt-sock' }],
  ['qemu+tcp://far/system', { host: 'far', port: 16_509, noDelay: true }],
  ['qemu+tcp://far:77/system', { host: 'far', port: 77, noDelay: true }],
  ['qemu+tcp:///system', { host: 'localhost', port: 16_509, noDelay: true }],
])('%s is at %o', async (uri, address) => {
  expect(await addressOf(uri, false)).toEqual(address);
});

test('a connection that only looks has a socket of its own', async () => {
  expect(await addressOf('qemu:///system?mode=legacy', true)).toEqual({ path: '/run/libvirt/libvirt-sock-ro' });
});

test.skipIf(process.getuid?.() === 0)('a user’s session is the user’s own daemon’s (not for root)', async () => {
  expect(await addressOf('qemu:///session?mode=direct', false)).toMatchObject({
    path: /(?<!^\/run)\/libvirt\/virtqemud-sock$/,
  });
});

test.each(['qemu+tls://far/system', 'qemu+ssh://far/system', 'qemu+ext:///system?command=x'])(
  '%s says which package has what it takes',
  async uri => {
    await expect(addressOf(uri, false)).rejects.toMatchObject({
      code: 'INVALID_ARG',
      message: /@tsvirt\/driver-remote/,
    });
  },
);

test('a host without a transport means TLS, which is never left out in silence', async () => {
  await expect(addressOf('qemu://far/system', false)).rejects.toMatchObject({ message: /'tls'/ });
});

test.each(['qemu+unix://far/system', 'qemu:///system?mode=odd'])('%s is refused', async uri => {
  await expect(addressOf(uri, false)).rejects.toMatchObject({ code: 'INVALID_ARG' });
});
