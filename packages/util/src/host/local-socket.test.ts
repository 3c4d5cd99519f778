import { describe, expect, test } from 'vitest';
import { directSocket, localSocket } from './local-socket.js';

const system = { driver: 'qemu', path: '/system', readOnly: false };

test('each hypervisor’s own daemon has its socket', () => {
  expect(directSocket(system)).toBe('/run/libvirt/virtqemud-sock');
  expect(directSocket({ ...system, readOnly: true })).toBe('/run/libvirt/virtqemud-sock-ro');
  expect(directSocket({ ...system, driver: 'nwfilter' })).toBe('/run/libvirt/virtnwfilterd-sock');
  expect(directSocket({ ...system, driver: 'test' })).toBeUndefined();
  expect(directSocket({ ...system, driver: undefined })).toBeUndefined();
});

test('the one daemon for all has another', async () => {
  expect(await localSocket({ ...system, mode: 'legacy' })).toBe('/run/libvirt/libvirt-sock');
  expect(await localSocket({ ...system, readOnly: true, mode: 'legacy' })).toBe('/run/libvirt/libvirt-sock-ro');
  expect(await localSocket({ ...system, driver: 'test', mode: 'direct' })).toBe('/run/libvirt/libvirt-sock');
});

describe.skipIf(process.getuid?.() === 0)('a user (not root)', () => {
  test('has daemons of their own, without sockets for looking only', async () => {
    const session = { ...system, path: '/session', readOnly: true };
    expect(await localSocket({ ...session, mode: 'legacy' })).toMatch(/\/libvirt\/libvirt-sock$/);
    expect(directSocket(session)).toMatch(/\/libvirt\/virtqemud-sock$/);
  });
});
