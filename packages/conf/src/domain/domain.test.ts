import { describe, expect, test } from 'vitest';
import {
  completeDomain,
  type DomainPolicy,
  diskIndex,
  diskName,
  formatDomain,
  parseDomain,
  validateDomain,
} from './index.js';

const policy: DomainPolicy = {
  defaultArch: () => 'x86_64',
  abilities: { userAlias: true },
  makeMac: () => '52:54:00:00:00:01',
  makeUuid: () => 'c7a5fdbd-edaf-9455-926a-d65c16db1809',
};

function define(devices: string, more = ''): string {
  const domain = completeDomain(
    parseDomain(
      `<domain type='test'><name>guest</name><memory unit='MiB'>1</memory><os><type>hvm</type></os>${more}<devices>${devices}</devices></domain>`,
      { inactive: true },
    ),
    policy,
  );
  validateDomain(domain);
  return formatDomain(domain, { inactive: true });
}

describe('a domain', () => {
  test('has everything that a short document leaves out', () => {
    expect(define('')).toBe(`<domain type='test'>
  <name>guest</name>
  <uuid>c7a5fdbd-edaf-9455-926a-d65c16db1809</uuid>
  <memory unit='KiB'>1024</memory>
  <currentMemory unit='KiB'>1024</currentMemory>
  <vcpu placement='static'>1</vcpu>
  <os>
    <type arch='x86_64'>hvm</type>
    <boot dev='hd'/>
  </os>
  <clock offset='utc'/>
  <on_poweroff>destroy</on_poweroff>
  <on_reboot>restart</on_reboot>
  <on_crash>destroy</on_crash>
  <devices>
  </devices>
</domain>
`);
  });

  test('is the same when what was written is defined again', () => {
    const written = define(
      "<disk><source file='/a'/><target dev='sdb'/></disk><console/><graphics type='vnc'/><interface type='user'/>",
    );
    const again = completeDomain(parseDomain(written, { inactive: true }), policy);
    expect(formatDomain(again, { inactive: true })).toBe(written);
  });

  test('keeps metadata of other programs, and QEMU arguments where the driver knows them', () => {
    const more = `<metadata><app:note xmlns:app='urn:app'>a &lt; b</app:note></metadata>
      <q:commandline xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'><q:arg value='-foo'/></q:commandline>`;
    expect(define('', more)).toContain('<app:note xmlns:app="urn:app">a &lt; b</app:note>');
    expect(define('', more)).not.toContain('commandline');
    const known = completeDomain(
      parseDomain(`<domain type='qemu'><name>g</name><memory>1</memory><os><type>hvm</type></os>${more}</domain>`),
      {
        ...policy,
        namespaces: ['qemu'],
      },
    );
    expect(formatDomain(known)).toContain(
      "<domain type='qemu' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>",
    );
    expect(formatDomain(known)).toContain("<qemu:arg value='-foo'/>");
  });

  test('shows found ports while it runs and not in its definition', () => {
    const running = parseDomain(
      "<domain type='test' id='1'><name>g</name><memory>1</memory><devices><graphics type='vnc' port='5901' autoport='yes'/></devices></domain>",
    );
    expect(formatDomain(running)).toContain("port='5901' autoport='yes'");
    expect(formatDomain(running, { inactive: true })).toContain("port='-1' autoport='yes'");
  });

  test('has a serial port for its console, and the other way round', () => {
    expect(define('<console/>')).toContain("<serial type='pty'>");
    expect(define("<serial type='pty'/>")).toContain("<console type='pty'>\n      <target type='serial' port='0'/>");
  });

  test.each([
    [
      "<disk><source file='/a'/><target dev='sda'/></disk><disk><source file='/b'/><target dev='sda'/></disk>",
      'XML_ERROR',
      "target 'sda' duplicated",
    ],
    ["<disk><target dev='floppydrive'/></disk>", 'XML_ERROR', 'Unknown disk name'],
    ["<redirdev bus='usb' type='spicevmc'/>", 'CONFIG_UNSUPPORTED', 'USB is disabled'],
    ["<channel type='tcp'><target type='virtio'/></channel>", 'INTERNAL_ERROR', 'Missing source host'],
    ["<disk><target dev='hda' bus='usbb'/></disk>", 'XML_ERROR', "perhaps 'usb'"],
    [
      "<hostdev mode='subsystem' type='scsi'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source><address type='drive' controller='4000000000'/></hostdev>",
      'CONFIG_UNSUPPORTED',
      'controllers',
    ],
  ])('%s is refused', (devices, code, message) => {
    expect(() => define(devices)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) }));
  });

  test('takes many devices in its stride', () => {
    const many = Array.from(
      { length: 20_000 },
      (_, i) => `<disk><source file='/d'/><target dev='${diskName('vd', i)}'/></disk><parallel/>`,
    ).join('');
    expect(define(many)).toContain(`<target dev='${diskName('vd', 19_999)}' bus='virtio'/>`);
  });
});

test.each([
  ['vda', 0],
  ['sdz', 25],
  ['hdaa', 26],
  ['xvdb1', 1],
  ['cdrom', undefined],
])('the index of disk %s is %s', (name, index) => {
  expect(diskIndex(name)).toBe(index);
});
