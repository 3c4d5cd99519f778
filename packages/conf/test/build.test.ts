import { describe, expect, test } from 'vitest';
import {
  buildDomain,
  buildNetwork,
  buildStoragePool,
  buildStorageVolume,
  formatDocument,
  parseDocument,
  validateDocument,
} from '../src/index.js';
import { canValidate, refusals } from './schema/relax-ng.js';

const domains = [
  buildDomain({ name: 'small', memory: '512 MiB', type: 'qemu' }),
  buildDomain({
    name: 'web',
    memory: '4 GiB',
    vcpus: 4,
    title: 'Web server',
    description: 'behind the balancer',
    uuid: 'C7A5FDBD-edaf-9455-926a-d65c16db1809',
    firmware: 'efi',
    disks: ['/images/web.qcow2', '/dev/vg/data', { source: '/images/x.img', bus: 'sata', readonly: true }],
    cdrom: '/isos/install.iso',
    interfaces: ['default', { source: { type: 'bridge', bridge: 'br0' }, mac: '52:54:0:1:2:3' }],
    graphics: 'vnc',
  }),
  buildDomain({ name: 'arm', memory: 1n << 30n, type: 'qemu', arch: 'aarch64', firmware: 'efi', graphics: 'spice' }),
];
const networks = [
  buildNetwork({ name: 'plain', forward: 'isolated' }),
  buildNetwork({ name: 'lan', subnet: '192.168.100.0/24', domain: 'lan.test', bridge: 'virbr7' }),
  buildNetwork({ name: 'closed', forward: 'isolated', subnet: '10.4.5.6/8', dhcp: false }),
];
const pools = [
  buildStoragePool({ name: 'images', type: 'dir', path: '/images' }),
  buildStoragePool({ name: 'disk', type: 'fs', device: '/dev/sdb1', path: '/mnt/disk' }),
  buildStoragePool({ name: 'nfs', type: 'netfs', host: 'server', folder: '/export', path: '/mnt/nfs' }),
  buildStoragePool({ name: 'vg', type: 'logical', group: 'vg0' }),
  buildStoragePool({ name: 'iscsi', type: 'iscsi', host: 'server', target: 'iqn.2001-04.com.example:storage' }),
];
const volumes = [
  buildStorageVolume({ name: 'a.qcow2', capacity: '20 GiB' }),
  buildStorageVolume({ name: 'b', capacity: '1GB', allocation: 0n, backing: { path: '/images/base', format: 'raw' } }),
];

const built = [
  ...domains.map(value => ['domain', 'domain.rng', formatDocument('domain', value)] as const),
  ...networks.map(value => ['network', 'network.rng', formatDocument('network', value)] as const),
  ...pools.map(value => ['storage-pool', 'storagepool.rng', formatDocument('storage-pool', value)] as const),
  ...volumes.map(value => ['storage-volume', 'storagevol.rng', formatDocument('storage-volume', value)] as const),
];

describe('what is built from a few facts', () => {
  test.each(built)('%s: reads as it was written, and is valid', (kind, _schema, xml) => {
    const { value } = parseDocument(xml, { kind, unknown: 'refuse' });
    validateDocument(kind, value);
    expect(formatDocument(kind, value)).toBe(xml);
  });

  test.skipIf(!canValidate).each(built)(
    '%s: fits libvirt’s schema (needs xmllint and the schemas)',
    async (kind, schema, xml) => {
      expect(await refusals(schema, new Map([[kind, xml]]))).toEqual([]);
    },
  );

  test('gives disks names in the order of their buses, and drives their formats', () => {
    expect(domains[1]?.devices.disks.map(({ target, driver }) => [target.dev, driver?.type])).toEqual([
      ['vda', 'qcow2'],
      ['vdb', 'raw'],
      ['sda', 'raw'],
      ['sdb', 'raw'],
    ]);
  });

  test('serves addresses of the whole subnet but its own', () => {
    expect(networks[1]?.ips).toEqual([
      {
        address: '192.168.100.1',
        netmask: '255.255.255.0',
        dhcp: { ranges: [{ start: '192.168.100.2', end: '192.168.100.254' }], hosts: [] },
      },
    ]);
    expect(networks[2]?.ips).toEqual([{ address: '10.0.0.1', netmask: '255.0.0.0' }]);
  });

  test('refuses facts that cannot be', () => {
    const code = 'INVALID_ARG';
    expect(() => buildDomain({ name: 'a/b', memory: 1n })).toThrowError(expect.objectContaining({ code }));
    expect(() => buildDomain({ name: 'a', memory: '1 Gigs' })).toThrowError(expect.objectContaining({ code }));
    expect(() => buildDomain({ name: 'a', memory: 1n, vcpus: 0.5 })).toThrowError(expect.objectContaining({ code }));
    expect(() => buildNetwork({ name: 'a' })).toThrowError(expect.objectContaining({ code }));
    expect(() => buildNetwork({ name: 'a', subnet: '10.0.0.0/31' })).toThrowError(expect.objectContaining({ code }));
    expect(() => buildStoragePool({ name: '', type: 'dir', path: '/' })).toThrowError(
      expect.objectContaining({ code }),
    );
  });
});
