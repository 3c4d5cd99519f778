import { describe, expect, test } from 'vitest';
import type { Domain } from '../domain.js';
import { parseDomain } from '../parse-domain.js';
import { attachDevice, detachDevice, updateDevice } from './change-devices.js';
import { completeDevice } from './complete-device.js';
import { formatDevice, parseDevice } from './device.js';

const domain = parseDomain(`<domain type='qemu'>
  <name>web</name>
  <maxMemory slots='2' unit='KiB'>2097152</maxMemory>
  <memory unit='KiB'>1048576</memory>
  <os><type>hvm</type></os>
  <devices>
    <disk type='file' device='disk'><source file='/a'/><target dev='vda' bus='virtio'/></disk>
    <disk type='file' device='disk'><source file='/c'/><target dev='vdc' bus='virtio'/></disk>
    <disk type='file' device='cdrom'><target dev='sda' bus='sata'/><readonly/></disk>
    <controller type='scsi' index='0'/>
    <controller type='scsi' index='2'/>
    <controller type='usb' index='0'/>
    <interface type='user'><mac address='52:54:00:00:00:01'/></interface>
    <interface type='user'><mac address='52:54:00:00:00:02'/><address type='pci' domain='0' bus='0' slot='3' function='0'/></interface>
    <interface type='user'><mac address='52:54:00:00:00:02'/><address type='pci' domain='0' bus='0' slot='4' function='0'/></interface>
    <channel type='unix'><target type='virtio' name='org.a'/></channel>
    <input type='tablet' bus='usb'/>
    <graphics type='vnc' port='-1' autoport='yes'/>
    <hostdev mode='subsystem' type='usb'><source><vendor id='0x1234'/><product id='0x4321'/></source></hostdev>
  </devices>
</domain>`);

const options = { errors: 'QEMU' } as const;
const device = (xml: string, of: Domain = domain) => completeDevice(parseDevice(xml), of);
const attach = (xml: string, to: Domain = domain) => attachDevice(to, device(xml, to), options);
const detach = (xml: string, from: Domain = domain) => detachDevice(from, device(xml, from), options);
const diskXml = (dev: string, bus: string) =>
  `<disk type='file' device='disk'><source file='/b'/><target dev='${dev}' bus='${bus}'/></disk>`;

describe('attaching', () => {
  test('puts a disk among those of its bus, by name', () => {
    expect(attach(diskXml('vdb', 'virtio')).devices.disks.map(({ target }) => target.dev)).toEqual([
      'vda',
      'vdb',
      'vdc',
      'sda',
    ]);
    expect(attach(diskXml('sdb', 'usb')).devices.disks.map(({ target }) => target.dev)).toEqual([
      'vda',
      'vdc',
      'sda',
      'sdb',
    ]);
  });

  test('puts a controller among those of its type, by number', () => {
    const { controllers } = attach("<controller type='scsi' index='1'/>").devices;
    expect(controllers.map(({ kind, index }) => `${kind.type}${index}`)).toEqual(['scsi0', 'scsi1', 'scsi2', 'usb0']);
  });

  test('makes the first serial port the first console', () => {
    const { consoles } = attach("<serial type='pty'/>").devices;
    expect(consoles).toMatchObject([{ source: { type: 'pty' }, target: { type: 'serial', port: 0 } }]);
  });

  test('counts plugged memory', () => {
    const memory = "<memory model='dimm'><target><size unit='KiB'>524288</size><node>0</node></target></memory>";
    const grown = attach(memory);
    expect(grown.memory?.sizeKiB).toBe(1_572_864n);
    expect(detach(memory, grown).domain.memory?.sizeKiB).toBe(1_048_576n);
    expect(() => attach(memory.replace('524288', '2097152'))).toThrow('would exceed');
  });

  test.each([
    ['a disk of a target in use', diskXml('vda', 'virtio'), 'OPERATION_INVALID', 'target vda already exists'],
    [
      'a controller of a number in use',
      "<controller type='scsi' index='2'/>",
      'OPERATION_INVALID',
      "controller index='2' already exists",
    ],
    [
      'a channel of a name in use',
      "<channel type='unix'><target type='virtio' name='org.a'/></channel>",
      'OPERATION_INVALID',
      'chardev already exists',
    ],
    [
      'what is never attached',
      "<panic model='isa'/>",
      'OPERATION_UNSUPPORTED',
      "persistent attach of device 'panic' is not supported",
    ],
    [
      "a serial port's console",
      "<console type='pty'/>",
      'OPERATION_UNSUPPORTED',
      'attaching serial console is not supported',
    ],
  ])('refuses %s', (_what, xml, code, message) => {
    expect(() => attach(xml)).toThrow(expect.objectContaining({ code, domain: 'QEMU', detail: message }));
  });

  test('refuses a second device of one place in the boot order', () => {
    const boot = (dev: string) => diskXml(dev, 'virtio').replace('</disk>', "<boot order='1'/></disk>");
    const once = attach(boot('vdx'));
    expect(() => attach(boot('vdy'), once)).toThrow(
      expect.objectContaining({ code: 'CONFIG_UNSUPPORTED', domain: 'DOMAIN' }),
    );
  });
});

describe('detaching', () => {
  test.each([
    ['a disk by its target', diskXml('vdc', 'virtio'), 'disks'],
    [
      'an interface by its MAC address',
      "<interface type='user'><mac address='52:54:00:00:00:01'/></interface>",
      'interfaces',
    ],
    [
      'a hostdev by vendor and product',
      "<hostdev mode='subsystem' type='usb'><source><vendor id='0x1234'/><product id='0x4321'/></source></hostdev>",
      'hostdevs',
    ],
    ['an input by type and bus', "<input type='tablet' bus='usb'/>", 'inputs'],
  ] as const)('finds %s', (_what, xml, kind) => {
    expect(detach(xml).domain.devices[kind]).toHaveLength(domain.devices[kind].length - 1);
  });

  test('tells interfaces of one MAC address apart by their place', () => {
    const nic = (address: string) => `<interface type='user'><mac address='52:54:00:00:00:02'/>${address}</interface>`;
    expect(() => detach(nic(''))).toThrow(expect.objectContaining({ code: 'OPERATION_FAILED', domain: 'DOMAIN' }));
    const { removed } = detach(nic("<address type='pci' domain='0' bus='0' slot='4' function='0'/>"));
    expect(removed.device).toBe(domain.devices.interfaces[2]);
    expect(() => detach(nic("<address type='pci' domain='0' bus='0' slot='5' function='0'/>"))).toThrow(
      "no device found at address '0000:00:05.0' matching MAC address '52:54:00:00:00:02'",
    );
  });

  test.each([
    [diskXml('vdz', 'virtio'), 'DEVICE_MISSING'],
    ["<controller type='scsi' index='7'/>", 'DEVICE_MISSING'],
    ["<channel type='unix'><target type='virtio' name='org.b'/></channel>", 'INVALID_ARG'],
    [
      "<hostdev mode='subsystem' type='usb'><source><vendor id='0x1234'/><product id='0x1'/></source></hostdev>",
      'DEVICE_MISSING',
    ],
  ])('says that it is not there: %s', (xml, code) => {
    expect(() => detach(xml)).toThrow(expect.objectContaining({ code, domain: 'QEMU' }));
  });

  test('undoes attaching', () => {
    expect(detach(diskXml('vdb', 'virtio'), attach(diskXml('vdb', 'virtio'))).domain).toEqual(domain);
    expect(detach("<serial type='pty'/>", attach("<serial type='pty'/>")).domain).toEqual(domain);
  });
});

describe('updating', () => {
  test('puts a device in the place of the one with its identity', () => {
    const changed = device(diskXml('vda', 'virtio'));
    const { domain: updated, before } = updateDevice(domain, changed, options);
    expect(before.device).toBe(domain.devices.disks[0]);
    expect(updated.devices.disks[0]).toBe(changed.device);
    expect(updated.devices.disks).toHaveLength(3);
  });

  test.each([
    [diskXml('vdz', 'virtio'), 'INVALID_ARG'],
    ["<graphics type='spice'/>", 'INVALID_ARG'],
    ["<input type='tablet' bus='usb'/>", 'OPERATION_UNSUPPORTED'],
  ])('refuses %s', (xml, code) => {
    expect(() => updateDevice(domain, device(xml), options)).toThrow(expect.objectContaining({ code }));
  });
});

describe('the document of one device', () => {
  test('is written as it was read', () => {
    const xml = "<hub type='usb'/>\n";
    expect(formatDevice(parseDevice(xml))).toBe(xml);
  });

  test.each(['<foo/>', '<redirfilter/>', '<emulator>/x</emulator>'])('%s is none', xml => {
    expect(() => parseDevice(xml)).toThrow(expect.objectContaining({ code: 'CONFIG_UNSUPPORTED', domain: 'DOMAIN' }));
  });
});
