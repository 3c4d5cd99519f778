import { expect, test } from 'vitest';
import { guestInfo } from './guest-info.js';

test('what a guest says is nested, lists in the order of their numbers', () => {
  const info = guestInfo({
    hostname: 'web.example',
    'os.id': 'debian',
    'os.pretty-name': 'Debian 12',
    'timezone.name': 'UTC',
    'timezone.offset': 0,
    'load.1m': 0.5,
    'user.count': 2,
    'user.1.name': 'fred',
    'user.0.name': 'root',
    'user.0.login-time': 1_700_000_000_000n,
    'fs.count': 1,
    'fs.0.mountpoint': '/',
    'fs.0.fstype': 'ext4',
    'fs.0.total-bytes': 10n,
    'fs.0.disk.count': 1,
    'fs.0.disk.0.alias': 'vda',
    'disk.count': 1,
    'disk.0.name': '/dev/vda1',
    'disk.0.partition': true,
    'disk.0.dependency.count': 1,
    'disk.0.dependency.0.name': '/dev/vda',
    'if.count': 1,
    'if.0.name': 'eth0',
    'if.0.hwaddr': '52:54:00:4a:10:01',
    'if.0.addr.count': 1,
    'if.0.addr.0.type': 'ipv4',
    'if.0.addr.0.addr': '192.0.2.1',
    'if.0.addr.0.prefix': 24,
  });
  expect(info).toMatchObject({
    hostname: 'web.example',
    os: { id: 'debian', prettyName: 'Debian 12' },
    timezone: { name: 'UTC', offsetSeconds: 0 },
    load: [0.5, undefined, undefined],
    users: [
      { name: 'root', loginTime: new Date(1_700_000_000_000) },
      { name: 'fred', loginTime: undefined },
    ],
    fileSystems: [{ mountpoint: '/', type: 'ext4', totalBytes: 10n, usedBytes: undefined, disks: [{ alias: 'vda' }] }],
    disks: [{ name: '/dev/vda1', isPartition: true, dependencies: ['/dev/vda'] }],
    interfaces: [
      { name: 'eth0', mac: '52:54:00:4a:10:01', addresses: [{ type: 'ipv4', address: '192.0.2.1', prefix: 24 }] },
    ],
  });
});

test('what it did not say is empty', () => {
  expect(guestInfo({})).toMatchObject({ hostname: undefined, users: [], fileSystems: [], disks: [], interfaces: [] });
});
