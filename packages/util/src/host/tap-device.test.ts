import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, describe, test } from 'vitest';
import { hasNative } from './native.js';
import { deviceRequest, isDeviceName, NetworkDevices } from './network-device.js';
import { openTap } from './tap-device.js';

const mark = 'TSVIRT_TEST_IN_NETWORK_NAMESPACE';
const inside = process.env[mark] === '1';
const lacking = !hasNative()
  ? 'native calls need the optional package koffi'
  : process.getuid?.() !== 0
    ? 'network namespaces need root'
    : spawnSync('unshare', ['-n', 'ip', 'link']).status === 0
      ? undefined
      : 'no network namespace can be made here';

test('a name that the kernel would cut or misread is refused before it gets there', () => {
  expect(['vnet0', 'a.b', 'br-0'].filter(isDeviceName)).toHaveLength(3);
  expect(['', 'sixteen-letters-', 'a/b', 'a b', '.', 'a:1'].filter(isDeviceName)).toEqual([]);
  expect(() => deviceRequest('sixteen-letters-', 'QEMU')).toThrow(/no name for a network device/);
});

test.skipIf(inside || lacking !== undefined)(
  `taps and bridges work in a network namespace of their own (${lacking ?? 'all there'})`,
  { timeout: 120_000 },
  () => {
    const vitest = fileURLToPath(new URL('../../../../node_modules/vitest/vitest.mjs', import.meta.url));
    const root = fileURLToPath(new URL('../../../..', import.meta.url));
    const { status, stdout, stderr } = spawnSync(
      'unshare',
      ['-n', process.execPath, vitest, 'run', fileURLToPath(import.meta.url)],
      { cwd: root, env: { ...process.env, [mark]: '1' }, encoding: 'utf8' },
    );
    expect(status, `${stdout}${stderr}`).toBe(0);
  },
);

interface Link {
  readonly ifname: string;
  readonly address: string;
  readonly mtu: number;
  readonly flags: readonly string[];
  readonly master?: string;
}

function links(): readonly Link[] {
  const list: readonly Link[] = JSON.parse(execFileSync('ip', ['-j', 'link'], { encoding: 'utf8' }));
  return list;
}

describe.runIf(inside)('in a network namespace of its own', () => {
  test('a tap is there while it is held, on its bridge, with the address and size that it was given', async () => {
    execFileSync('ip', ['link', 'add', 'br9', 'type', 'bridge']);
    using devices = new NetworkDevices('QEMU');
    {
      await using tap = await openTap({ name: 'vnet%d', vnetHeader: true, domain: 'QEMU' });
      expect(tap).toMatchObject({ name: 'vnet0', fds: [expect.any(Number)] });
      devices.setMac(tap.name, 'fe:54:00:01:02:03');
      devices.setMtu(tap.name, 1400);
      devices.addToBridge('br9', tap.name);
      devices.setUp(tap.name, true);
      expect(links().find(({ ifname }) => ifname === 'vnet0')).toMatchObject({
        address: 'fe:54:00:01:02:03',
        mtu: 1400,
        master: 'br9',
        flags: expect.arrayContaining(['UP']),
      });
      expect(devices.mtu('vnet0')).toBe(1400);
      devices.removeFromBridge('br9', tap.name);
      expect(links().find(({ ifname }) => ifname === 'vnet0')).not.toHaveProperty('master');
    }
    expect(devices.exists('vnet0')).toBe(false);
  });

  test('a tap of several queues has a descriptor for each', async () => {
    await using tap = await openTap({ name: 'many', queues: 3, domain: 'QEMU' });
    expect(new Set(tap.fds).size).toBe(3);
    expect(tap.name).toBe('many');
  });

  test('what cannot be is an error that names the device', async () => {
    using devices = new NetworkDevices('QEMU');
    expect(() => devices.addToBridge('nobody', 'lo')).toThrow(/bridge 'nobody'.*No such device/);
    expect(() => devices.setUp('nobody', true)).toThrow(/'nobody'.*No such device/);
    await expect(openTap({ name: 'lo', domain: 'QEMU' })).rejects.toThrow(/tap device 'lo'/);
    await expect(openTap({ name: 'x', file: '/nowhere', domain: 'QEMU' })).rejects.toMatchObject({
      code: 'SYSTEM_ERROR',
    });
  });
});
