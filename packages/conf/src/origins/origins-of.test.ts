import { expect, test } from 'vitest';
import { completeDomain, neutralPolicy } from '../index.js';
import { originsOf } from './index.js';

const xml = `<domain type='kvm'><name>web</name><memory>1024</memory><os><type>hvm</type></os>
  <devices><disk><source file='/a'/><target dev='vda'/></disk></devices></domain>`;

test('a value is given, a default, or a driver’s', () => {
  const { origins } = originsOf('domain', xml, { complete: domain => completeDomain(domain, neutralPolicy) });
  expect(Object.fromEntries(origins)).toMatchObject({
    name: 'given',
    onPoweroff: 'default',
    'vcpu.count': 'default',
    'os.type.type': 'given',
    'os.type.arch': 'driver',
    'devices.disks[vda].device': 'default',
    'devices.disks[vda].source.type': 'default',
    'devices.disks[vda].source.file': 'given',
    'devices.disks[vda].target.bus': 'driver',
    currentMemoryKiB: 'driver',
  });
});
