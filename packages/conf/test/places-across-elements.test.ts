import { VirtError, type ErrorCode, type ErrorDomain } from '@tsvirt/util';
import { describe, expect, test } from 'vitest';
import {
  assignUsbAddresses,
  completeDomain,
  completeNetwork,
  DocumentFault,
  type DocumentName,
  fromJson,
  neutralPolicy,
  parseDocument,
  parseDomain,
  parseNetwork,
  sameSource,
  toJson,
  validateDocument,
  validateDomain,
  validateHostNetwork,
  ValueFault,
} from '../src/index.js';

function guest(devices: string, parts = ''): string {
  return `<domain type='kvm'>
  <name>web</name><memory unit='MiB'>64</memory>
  <os><type arch='x86_64'>hvm</type></os>${parts}
  <devices>
    ${devices}
  </devices>
</domain>`;
}

function net(parts: string): string {
  return `<network>\n  <name>n</name>\n  ${parts}\n</network>`;
}

function pool(type: string, parts: string): string {
  return `<pool type='${type}'>\n  <name>p</name>\n  ${parts}\n</pool>`;
}

function volume(parts: string): string {
  return `<volume>\n  <name>v</name>\n  <capacity>5</capacity>\n  ${parts}\n</volume>`;
}

type Case = readonly [code: ErrorCode, domain: ErrorDomain, path: string, xml: string];

const disk = (dev: string, more = '') => `<disk type='file'><source file='/${more}a'/><target dev='${dev}'/></disk>`;

/** `¦` stands before the attribute or element that the error is about. */
const cases: { readonly [K in DocumentName]?: readonly Case[] } = {
  domain: [
    [
      'XML_ERROR',
      'DOMAIN',
      '/domain/devices/disk[3]/target',
      guest(`${disk('vdb')}\n${disk('vda')}\n<disk type='file'><source file='/c'/>\n<target ¦dev='vdb'/></disk>`),
    ],
    // Disks are put in order: both stay whose they were.
    [
      'XML_ERROR',
      'DOMAIN',
      '/domain/devices/disk[2]/target',
      guest(`${disk('sdb')}\n<disk type='file'><source file='/a'/><target ¦dev='sdb'/></disk>\n${disk('sda')}`),
    ],
    [
      'CONFIG_UNSUPPORTED',
      'DOMAIN',
      '/domain/devices/disk[2]',
      guest(`${disk('vda')}<disk type='file' ¦rawio='no'><source file='/a'/><target dev='vdb'/></disk>`),
    ],
    [
      'NO_SOURCE',
      'DOMAIN',
      '/domain/devices/disk[2]/source',
      guest(`${disk('vda')}<disk type='block'>¦<source index='1'/><target dev='vdb'/></disk>`),
    ],
    [
      'XML_ERROR',
      'DOMAIN',
      '/domain/devices/disk/source',
      guest(`<disk type='network'><source protocol='rbd' ¦name='noslash'/><target dev='vda' bus='virtio'/></disk>`),
    ],
    [
      'INTERNAL_ERROR',
      'DOMAIN',
      '/domain/devices/disk/target',
      guest(`<disk type='file' device='floppy'><source file='/f'/><target ¦dev='vda'/></disk>`),
    ],
    [
      'INTERNAL_ERROR',
      'DOMAIN',
      '/domain/devices/disk/target',
      guest(`<disk type='file'><source file='/f'/><target dev='sda' ¦bus='fdc'/></disk>`),
    ],
    [
      'XML_ERROR',
      'DOMAIN',
      '/domain/devices/disk/target',
      guest(`<disk type='file'><source file='/f'/><target dev='vda' ¦removable='on'/></disk>`),
    ],
    [
      'CONFIG_UNSUPPORTED',
      'DOMAIN',
      '/domain/devices/disk[2]/address',
      guest(
        `${disk('sda')}<disk type='file'><target dev='sdb' bus='scsi'/><source file='/b'/>\n¦<address type='drive' unit='0'/></disk>`,
      ),
    ],
    [
      'CONFIG_UNSUPPORTED',
      'DOMAIN',
      '/domain/devices/disk/driver',
      guest(
        `<disk type='file'><driver name='qemu' ¦error_policy='stop' rerror_policy='enospace'/><source file='/b'/><target dev='vda'/></disk>`.replace(
          "¦error_policy='stop' ",
          "error_policy='stop' ¦",
        ),
      ),
    ],
    ['CONFIG_UNSUPPORTED', 'DOMAIN', '/domain/vcpu', guest('', `\n  <vcpu ¦current='3'>2</vcpu>`)],
    [
      'XML_ERROR',
      'DOMAIN',
      '/domain/cputune/cachetune[2]',
      guest(
        '',
        `<vcpu>4</vcpu><cputune><cachetune vcpus='0-1'><cache id='0' level='3' type='both' size='3' unit='MiB'/></cachetune>
  <cachetune ¦vcpus='1-2'><cache id='1' level='3' type='both' size='3' unit='MiB'/></cachetune></cputune>`,
      ),
    ],
    [
      'CONFIG_UNSUPPORTED',
      'DOMAIN',
      '/domain/cputune/iothreadpin[2]',
      guest(
        '',
        `<iothreads>1</iothreads><cputune><iothreadpin iothread='1' cpuset='0'/><iothreadpin ¦iothread='7' cpuset='0'/></cputune>`,
      ),
    ],
    ['XML_ERROR', 'DOMAIN', '/domain/devices/iommu[2]', guest(`<iommu model='intel'/>\n¦<iommu model='intel'/>`)],
    [
      'CONFIG_UNSUPPORTED',
      'DOMAIN',
      '/domain/devices/iommu/driver',
      guest(`<iommu model='intel'><driver ¦intremap='on'/></iommu>`),
    ],
    [
      'XML_ERROR',
      'DOMAIN',
      '/domain/devices/controller[2]',
      guest(`<controller type='scsi' index='4'/>\n<controller type='scsi' ¦index='4'/>`),
    ],
    [
      'CONFIG_UNSUPPORTED',
      'DOMAIN',
      '/domain/devices/controller/target',
      guest(`<controller type='pci' index='1' model='pcie-root-port'><target ¦chassis='999'/></controller>`),
    ],
    [
      'CONFIG_UNSUPPORTED',
      'DOMAIN',
      '/domain/devices/input[2]',
      guest(`<controller type='usb' model='none'/><input type='mouse' bus='ps2'/>¦<input type='tablet' bus='usb'/>`),
    ],
    ['INTERNAL_ERROR', 'DOMAIN', '/domain/devices/input', guest(`<input type='tablet' ¦bus='ps2'/>`)],
    [
      'INTERNAL_ERROR',
      'DOMAIN',
      '/domain/devices/serial[2]/source',
      guest(`<serial type='pty'/><serial type='tcp'>¦<source mode='connect' host='h'/></serial>`),
    ],
    [
      'XML_ERROR',
      'XML',
      '/domain/devices/channel/source/reconnect',
      guest(
        `<channel type='unix'><source mode='connect' path='/s'>\n¦<reconnect enabled='yes'/></source><target type='virtio' name='c'/></channel>`,
      ),
    ],
    [
      'CONFIG_UNSUPPORTED',
      'DOMAIN',
      '/domain/devices/interface[2]/virtualport',
      guest(`<interface type='user'/><interface type='user'>¦<virtualport type='openvswitch'/></interface>`),
    ],
    [
      'INVALID_ARG',
      'DOMAIN',
      '/domain/devices/interface/model',
      guest(`<interface type='user'><model ¦type='a,b'/></interface>`),
    ],
    [
      'XML_DETAIL',
      'NONE',
      '/domain/devices/interface/bandwidth/inbound',
      guest(`<interface type='user'><bandwidth>\n  ¦<inbound peak='1'/></bandwidth></interface>`),
    ],
    [
      'CONFIG_UNSUPPORTED',
      'DOMAIN',
      '/domain/devices/hub[1]',
      guest(`<controller type='usb' model='none'/>¦<hub type='usb'/><hub type='usb'/>`),
    ],
    [
      'XML_ERROR',
      'DOMAIN',
      '/domain/devices/hostdev[2]',
      guest(
        `<hostdev mode='subsystem' type='pci'><source><address domain='0' bus='1' slot='2' function='3'/></source></hostdev>
      ¦<hostdev mode='subsystem' type='pci'><source><address domain='0' bus='1' slot='2' function='3'/></source></hostdev>`,
      ),
    ],
    ['XML_ERROR', 'DOMAIN', '/domain/devices/shmem/msi', guest(`<shmem name='s'>¦<msi vectors='2'/></shmem>`)],
  ],
  network: [
    ['XML_DETAIL', 'XML', '/network/name', '<network>\n  ¦<name>a/b</name></network>'],
    ['XML_ERROR', 'NETWORK', '/network/forward', net(`<forward ¦mode='nat'/>`)],
    ['XML_ERROR', 'NETWORK', '/network/mac', net(`<mac ¦address='01:00:00:00:00:01'/>`)],
    [
      'INTERNAL_ERROR',
      'NONE',
      '/network/ip[2]/dhcp/range[2]',
      net(`<ip address='10.0.0.1' prefix='24'/><ip address='10.1.0.1' prefix='24'><dhcp>
    <range start='10.1.0.2' end='10.1.0.3'/>¦<range start='10.2.0.2' end='10.2.0.3'/></dhcp></ip>`),
    ],
    ['CONFIG_UNSUPPORTED', 'NETWORK', '/network/ip', net(`<ip address='10.0.0.1' ¦prefix='40'/>`)],
    [
      'CONFIG_UNSUPPORTED',
      'NETWORK',
      '/network/route',
      net(`<ip address='10.0.0.1' prefix='24'/><route address='10.3.0.0' prefix='16' ¦gateway='10.9.0.1'/>`),
    ],
    [
      'XML_ERROR',
      'NONE',
      '/network/portgroup[2]/vlan/tag[2]',
      net(`<portgroup name='a'/><portgroup name='b'><vlan><tag id='1' nativeMode='tagged'/>
    <tag id='2' ¦nativeMode='tagged'/></vlan></portgroup>`),
    ],
    [
      'XML_DETAIL',
      'NETWORK',
      '/network/dns/txt[2]',
      net(`<dns><txt name='a' value='b'/><txt ¦name='c d' value='b'/></dns>`),
    ],
    [
      'CONFIG_UNSUPPORTED',
      'NONE',
      '/network/bandwidth/inbound',
      net(`<bandwidth><inbound average='1' ¦floor='2'/></bandwidth>`),
    ],
    ['XML_ERROR', 'NETWORK', '/network/bridge', net(`<forward mode='private'/><bridge ¦name='br0'/>`)],
  ],
  'storage-pool': [
    ['XML_ERROR', 'STORAGE', '/pool', `\n  ¦<pool type='dir'><name>p</name></pool>`],
    ['XML_ERROR', 'STORAGE', '/pool/source', pool('netfs', `¦<source><dir path='/d'/></source>`)],
    [
      'CONFIG_UNSUPPORTED',
      'STORAGE',
      '/pool/source/format',
      pool('fs', `<source><device path='/d'/><format ¦type='lvm3'/></source><target><path>/t</path></target>`),
    ],
  ],
  'storage-volume': [
    ['XML_ERROR', 'STORAGE', '/volume', `¦<volume><name>v</name></volume>`],
    ['XML_ERROR', 'STORAGE', '/volume/target/compat', volume(`<target>¦<compat>new</compat></target>`)],
  ],
  interface: [
    [
      'XML_ERROR',
      'INTERFACE',
      '/interface/bridge/interface[2]',
      `<interface type='bridge' name='b'><bridge>\n<interface type='ethernet' name='e'/><interface ¦type='bridge' name='f'/></bridge></interface>`,
    ],
  ],
  'node-device': [
    ['NO_NAME', 'NODEDEV', '/device', `¦<device><capability type='drm'><type>render</type></capability></device>`],
    [
      'INTERNAL_ERROR',
      'NODEDEV',
      '/device/capability',
      `<device><name>d</name>\n¦<capability type='scsi_host'/></device>`,
    ],
  ],
  'network-port': [
    [
      'INTERNAL_ERROR',
      'NETWORK',
      '/networkport',
      `\n¦<networkport><owner><name>a</name><uuid>c7a5fdbd-edaf-9455-926a-d65c16db1809</uuid></owner><mac address='52:54:00:00:00:01'/></networkport>`,
    ],
  ],
};

function unmarked(text: string): { xml: string; line: number; column: number } {
  const lines = text.slice(0, text.indexOf('¦')).split('\n');
  return { xml: text.replace('¦', ''), line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}

function caught(work: () => void): VirtError {
  try {
    work();
  } catch (reason) {
    if (VirtError.is(reason)) return reason;
    throw reason;
  }
  throw new Error('nothing was thrown');
}

function check<K extends DocumentName>(kind: K, xml: string): VirtError {
  const value = parseDocument(xml, { kind }).value;
  return caught(() => validateDocument(kind, value));
}

const kinds: readonly DocumentName[] = [
  'domain',
  'network',
  'storage-pool',
  'storage-volume',
  'interface',
  'node-device',
  'network-port',
];

describe.each(kinds)('what is wrong across elements of a %s has a place', kind => {
  test.each(cases[kind] ?? [])('%s, %s: %s', (code, domain, path, marked) => {
    const { xml, line, column } = unmarked(marked);
    const error = check(kind, xml);
    expect({ code: error.code, domain: error.domain, cause: error.cause }).toMatchObject({
      code,
      domain,
      cause: { name: 'DocumentFault', path, line, column },
    });
    if (error.detail !== undefined) expect(error.message).toContain(`(${path}, line ${line}, column ${column})`);
  });
});

const twoDisks = guest(`${disk('vda')}\n    ${disk('vda')}`);

test('bytes have places as text has', () => {
  const value = parseDocument(new TextEncoder().encode(twoDisks), { kind: 'domain' }).value;
  expect(caught(() => validateDocument('domain', value)).cause).toMatchObject({ line: 6 });
});

test('a completed copy is looked for in the text of what it was made of', () => {
  const completed = completeDomain(parseDomain(twoDisks, { inactive: true }), neutralPolicy);
  expect(caught(() => validateDomain(completed)).cause).toBeInstanceOf(DocumentFault);
  const copy = { ...completed, title: 'copy' };
  expect(caught(() => validateDomain(copy)).cause).toBeInstanceOf(ValueFault);
  expect(caught(() => validateDomain(sameSource(completed, copy))).cause).toMatchObject({ line: 6 });
});

test('what only a host checks has a place too', () => {
  const network = completeNetwork(parseNetwork(net(`<portgroup name='a'/>\n  <portgroup name='a'/>`)));
  expect(caught(() => validateHostNetwork(network)).cause).toMatchObject({ path: '/network/portgroup[2]', line: 4 });
});

test('a device that completing adds is placed where it would be', () => {
  const completed = completeDomain(parseDomain(guest(disk('vda'))), neutralPolicy);
  const [first] = completed.devices.disks;
  if (first === undefined) throw new Error('no disk');
  const added = { ...first, source: { type: 'file', file: '/b' }, serial: 'other', device: 'lun' } as const;
  const changed = { ...completed, devices: { ...completed.devices, disks: [first, added] } };
  const error = caught(() => validateDomain(sameSource(completed, changed)));
  expect(error.cause).toMatchObject({ path: expect.stringMatching(/^\/domain\/devices/), line: expect.any(Number) });
});

test('values without a text are refused all the same, and their errors show nothing of them', () => {
  const { value } = parseDocument(twoDisks, { kind: 'domain' });
  const error = caught(() => validateDocument('domain', fromJson('domain', toJson('domain', value))));
  expect(error).toMatchObject({ code: 'XML_ERROR', detail: expect.not.stringContaining('line') });
  expect(error.cause).toBeInstanceOf(ValueFault);
  expect(Object.keys(error.cause ?? {})).not.toContain('holder');
});

test('bytes that have changed since they were read cost the place only', () => {
  const bytes = new TextEncoder().encode(twoDisks);
  const { value } = parseDocument(bytes, { kind: 'domain' });
  bytes.fill(0x20);
  expect(caught(() => validateDocument('domain', value))).toMatchObject({ code: 'XML_ERROR' });
});

const numa = (cells: string) => `<cpu><numa>${cells}</numa></cpu>`;
const usbDisk = (port: string) => `<disk type='file'><source file='/${port}a'/><target dev='sd${port}' bus='usb'/>`;

/** What cannot be completed, and where: `¦` as above. */
const incomplete: readonly Case[] = [
  ['XML_ERROR', 'DOMAIN', '/domain', "¦<domain type='kvm'><name>web</name><memory>5</memory></domain>"],
  ['XML_ERROR', 'DOMAIN', '/domain', "¦<domain type='kvm'><name>web</name><os><type>hvm</type></os></domain>"],
  [
    'XML_ERROR',
    'DOMAIN',
    '/domain/vcpus/vcpu[2]',
    guest('', `<vcpu>2</vcpu>\n<vcpus><vcpu id='0' enabled='yes'/><vcpu ¦id='5' enabled='yes'/></vcpus>`),
  ],
  [
    'CONFIG_UNSUPPORTED',
    'DOMAIN',
    '/domain/devices/interface/boot',
    guest(`<interface type='user'>\n¦<boot order='1'/></interface>`).replace('</os>', "<boot dev='hd'/></os>"),
  ],
  [
    'XML_ERROR',
    'DOMAIN',
    '/domain/cpu/numa',
    guest('', numa(`<cell id='0' cpus='0' memory='5'/><cell id='2' cpus='1' memory='5'/>`)).replace(
      '<numa>',
      '¦<numa>',
    ),
  ],
  [
    'CONFIG_UNSUPPORTED',
    'DOMAIN',
    '/domain/devices/graphics[2]',
    guest(`<graphics type='sdl'/>\n<graphics type='vnc' ¦socket='/a'><listen type='socket' socket='/b'/></graphics>`),
  ],
  [
    'CONFIG_UNSUPPORTED',
    'DOMAIN',
    '/domain/devices/disk[2]/address',
    guest(
      `${disk('sda')}<disk type='file'><source file='/b'/><target dev='sdb' bus='sata'/>
      <address type='drive' ¦controller='2000'/></disk>`
        .replace("¦controller='2000'", "controller='2000'")
        .replace('<address', '¦<address'),
    ),
  ],
];

test.each(incomplete)('what cannot be completed has a place: %s, %s: %s', (code, domain, path, marked) => {
  const { xml, line, column } = unmarked(marked);
  const parsed = parseDomain(xml, { inactive: true });
  const { defaultOsType: _none, ...policy } = neutralPolicy;
  const error = caught(() => completeDomain(parsed, policy));
  expect({ code: error.code, domain: error.domain, cause: error.cause }).toMatchObject({
    code,
    domain,
    cause: { name: 'DocumentFault', path, line, column },
  });
});

test("what a driver's steps refuse has a place in what the step was given", () => {
  const xml = guest(`<controller type='usb' index='0' model='qemu-xhci' ports='2'/>
    ${usbDisk('a')}<address type='usb' bus='0' port='1'/></disk>
    ${usbDisk('b')}<address type='usb' bus='0' port='1'/></disk>`);
  const policy = { ...neutralPolicy, assignAddresses: assignUsbAddresses };
  const error = caught(() => completeDomain(parseDomain(xml), policy));
  expect(error.code).toBe('XML_ERROR');
  expect(error.cause).toMatchObject({ path: '/domain/devices/disk[2]/address', line: 7 });
});

test('what a document says twice along one path counts twice, and errors find it', () => {
  const xml = `<domain type='kvm'><name>web</name><memory>5</memory><os><type>hvm</type></os>
  <devices>${disk('vda')}</devices>
  <devices>${disk('vdb')}${disk('vda')}</devices></domain>`;
  const completed = completeDomain(parseDomain(xml), neutralPolicy);
  expect(completed.devices.disks.map(({ target }) => target.dev)).toEqual(['vda', 'vda', 'vdb']);
  expect(caught(() => validateDomain(completed)).cause).toMatchObject({
    path: '/domain/devices[2]/disk[2]/target',
    line: 3,
  });
});

test('what a driver is not able to do is told with its place', () => {
  const nic = guest(`<interface type='user'>\n      <model type='nonesuch'/>\n    </interface>`);
  const policy = { ...neutralPolicy, abilities: { ...neutralPolicy.abilities, netModelString: false } };
  const error = caught(() => completeDomain(parseDomain(nic), policy));
  expect(error.code).toBe('CONFIG_UNSUPPORTED');
  expect(error.cause).toMatchObject({ path: '/domain/devices/interface/model', line: 6 });
});
