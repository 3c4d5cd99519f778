import { expect, test } from 'vitest';
import { parseDomain } from '../parse-domain.js';
import { aliasOf, findByAlias, withAliases } from './aliases.js';
import { allDevices } from './device-list.js';

const domainOf = (devices: string, machine = 'pc') =>
  parseDomain(`<domain type='qemu' id='1'>
  <name>web</name>
  <memory>65536</memory>
  <os><type arch='x86_64' machine='${machine}'>hvm</type></os>
  <devices>${devices}</devices>
</domain>`);

const names = (devices: string, machine?: string) =>
  [...allDevices(withAliases(domainOf(devices, machine)).devices)].map(aliasOf);

const nic = (alias?: string) =>
  `<interface type='user'>${alias === undefined ? '' : `<alias name='${alias}'/>`}</interface>`;
const disk = (dev: string, bus: string, unit?: number) =>
  `<disk><source file='/d'/><target dev='${dev}' bus='${bus}'/>${
    unit === undefined ? '' : `<address type='drive' controller='0' bus='0' target='0' unit='${unit}'/>`
  }</disk>`;

test.each([
  ['disks by their place, or their name', disk('hda', 'ide', 0) + disk('vdc', 'virtio'), ['ide0-0-0', 'virtio-disk2']],
  [
    'SCSI disks by all four numbers',
    `${disk('sda', 'scsi', 3)}<controller type='scsi' model='virtio-scsi'/>`,
    ['scsi0-0-0-3', 'scsi0'],
  ],
  [
    'SCSI disks of narrow controllers by three',
    `${disk('sda', 'scsi', 3)}<controller type='scsi' model='lsilogic'/>`,
    ['scsi0-0-3', 'scsi0'],
  ],
  ['NICs by number', nic() + nic(), ['net0', 'net1']],
  ["NICs by number beside a user's own name", nic() + nic('ua-mine') + nic(), ['net0', 'ua-mine', 'net2']],
  ['a NIC that is plugged in behind the highest', nic('net0') + nic('net7') + nic(), ['net0', 'net7', 'net8']],
  [
    'the first console as the serial port that it is',
    "<serial type='pty'/><console type='pty'/><console type='pty'><target type='virtio'/></console>",
    ['serial0', 'serial0', 'console1'],
  ],
  [
    'modules of memory by slot, others by number',
    `<memory model='dimm'><target><size>1</size></target><address type='dimm' slot='4'/></memory>
     <memory model='virtio-mem'><target><size>1</size><block>1</block><requested>1</requested></target></memory>`,
    ['dimm4', 'virtiomem0'],
  ],
])('%s', (_, devices, expected) => {
  expect(names(devices)).toEqual(expected);
});

test('controllers that the board has go by its names', () => {
  const controllers = ['usb', 'ide', 'sata', 'virtio-serial'].map(type => `<controller type='${type}' index='0'/>`);
  expect(names(controllers.join(''))).toEqual(['usb', 'ide', 'sata0', 'virtio-serial0']);
  expect(names("<controller type='sata' index='0'/>", 'pc-q35-7.2')).toEqual(['ide']);
});

test('a domain whose devices all have names stays the value that it is', () => {
  const named = withAliases(domainOf(nic() + disk('vda', 'virtio')));
  expect(withAliases(named)).toBe(named);
  expect(findByAlias(named, 'virtio-disk0')).toMatchObject({ kind: 'disks', device: { target: { dev: 'vda' } } });
  expect(findByAlias(named, 'virtio-disk1')).toBeUndefined();
});
