import { describe, expect, test } from 'vitest';
import { parseDomain, parseNetwork } from '../index.js';
import { diffDocuments } from './index.js';

function guest(devices: string, rest = ''): string {
  return `<domain type='kvm'><name>web</name><memory>1024</memory>${rest}<os><type>hvm</type></os>
    <devices>${devices}</devices></domain>`;
}

const disk = (name: string, file: string) =>
  `<disk type='file' device='disk'><source file='${file}'/><target dev='${name}' bus='virtio'/></disk>`;

function changes(before: string, after: string) {
  return diffDocuments('domain', parseDomain(before), parseDomain(after));
}

describe('the difference of two domains', () => {
  test('is empty for another spelling of the same', () => {
    const spelt = `<domain type="kvm"><memory unit='MiB'>1</memory><name>web</name><os><type>hvm</type></os><devices/></domain>`;
    expect(changes(guest(''), spelt)).toEqual([]);
  });

  test('names single values, with disks told apart by their targets', () => {
    const before = guest(disk('vda', '/a') + disk('vdb', '/b'));
    const after = guest(disk('vdb', '/c') + disk('vda', '/a'));
    expect(changes(before, after)).toEqual([
      { kind: 'changed', path: 'devices.disks[vdb].source.file', before: '/b', after: '/c', onlyDefault: false },
    ]);
  });

  test('has whole devices that came or went', () => {
    const found = changes(guest(disk('vda', '/a')), guest(disk('vdb', '/a')));
    expect(found.map(({ kind, path }) => [kind, path])).toEqual([
      ['removed', 'devices.disks[vda]'],
      ['added', 'devices.disks[vdb]'],
    ]);
  });

  test('takes a device without identity for the one that is left on the other side', () => {
    const nic = (mac: string) => `<interface type='network'>${mac}<source network='n'/></interface>`;
    const one = "<mac address='52:54:00:00:00:01'/>";
    const two = "<mac address='52:54:00:00:00:02'/>";
    const found = changes(guest(nic('') + nic(one)), guest(nic(one) + nic(two)));
    expect(found.map(({ kind, path }) => [kind, path])).toEqual([
      ['added', 'devices.interfaces[52:54:00:00:00:02].mac'],
    ]);
  });

  test('has the whole value where its kind changed', () => {
    const after = guest(disk('vda', '/a').replace("type='file'", "type='block'").replace('file=', 'dev='));
    expect(changes(guest(disk('vda', '/a')), after)).toMatchObject([
      {
        path: 'devices.disks[vda].source',
        before: { type: 'file', file: '/a' },
        after: { type: 'block', dev: '/a' },
      },
    ]);
  });

  test('marks what the other document leaves out and completion would give it', () => {
    const found = changes(guest(''), guest('', "<currentMemory unit='KiB'>1024</currentMemory><title>x</title>"));
    expect(found.map(({ path, onlyDefault }) => [path, onlyDefault])).toEqual([
      ['title', false],
      ['currentMemoryKiB', true],
    ]);
  });

  test('sees that the order of boot devices changed', () => {
    const boot = (...devices: string[]) =>
      guest('').replace('</type>', `</type>${devices.map(dev => `<boot dev='${dev}'/>`).join('')}`);
    expect(changes(boot('hd', 'network'), boot('network', 'hd'))).not.toEqual([]);
  });

  test('takes 64-bit numbers and metadata for what they are', () => {
    const meta = (value: string) => guest('', `<metadata><a:b xmlns:a='urn:a'>${value}</a:b></metadata>`);
    expect(changes(meta('1'), meta('2'))).toMatchObject([{ kind: 'changed', path: 'metadata' }]);
    expect(changes(meta('1'), `\n\n${meta('1')}`)).toEqual([]);
  });
});

test('addresses of a network are matched by address', () => {
  const network = (ips: string) => parseNetwork(`<network><name>n</name>${ips}</network>`);
  const first = "<ip address='10.0.0.1' netmask='255.0.0.0'/>";
  const found = diffDocuments(
    'network',
    network(first),
    network(`<ip address='10.1.0.1' netmask='255.0.0.0'/>${first}`),
  );
  expect(found.map(({ kind, path }) => [kind, path])).toEqual([['added', 'ips[ipv4 10.1.0.1]']]);
});
