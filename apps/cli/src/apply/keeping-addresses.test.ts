import { parseDomain } from '@tsvirt/conf';
import { expect, test } from 'vitest';
import { isSameMachine, keepingAddresses } from './keeping-addresses.js';

const pci = (slot: number) => `<address type='pci' domain='0x0000' bus='0x00' slot='0x0${slot}' function='0x0'/>`;
const guest = (devices: string, machine = 'pc') =>
  parseDomain(`<domain type='qemu'><name>web</name><memory>1024</memory>
    <os><type arch='x86_64' machine='${machine}'>hvm</type></os><devices>${devices}</devices></domain>`);
const disk = (dev: string, rest = '', bus = 'virtio') =>
  `<disk type='file'><source file='/${dev}'/><target dev='${dev}' bus='${bus}'/>${rest}</disk>`;
const nic = (rest: string) => `<interface type='user'><mac address='52:54:00:00:00:01'/>${rest}</interface>`;
const stored = guest(
  `${disk('vda', pci(3))}${nic(`<model type='virtio'/>${pci(4)}`)}<memballoon model='virtio'>${pci(5)}</memballoon>`,
  'pc-i440fx-7.2',
);

/** Slots of disks, interfaces and the balloon. */
function slots({ devices }: ReturnType<typeof guest>) {
  const slotOf = (address: unknown) =>
    typeof address === 'object' && address !== null ? Reflect.get(address, 'slot') : undefined;
  return [
    devices.disks.map(({ address }) => slotOf(address)),
    devices.interfaces.map(({ address }) => slotOf(address)),
    slotOf(devices.memballoon?.address),
  ];
}

test('devices that a document gives no place stay where they are, and new ones are left to the driver', () => {
  const wanted = guest(`${disk('vdb')}${disk('vda')}${nic('')}<memballoon model='virtio'/>`);
  expect(slots(keepingAddresses(wanted, stored))).toEqual([[undefined, 3], [4], 5]);
});

test('a place that the document gives somebody else is not kept', () => {
  const wanted = guest(`${disk('vda')}${disk('vdb', pci(3))}${nic('')}`);
  expect(slots(keepingAddresses(wanted, stored))).toEqual([[undefined, 3], [4], undefined]);
});

test('a disk on another bus, and a guest on another machine, get new places', () => {
  expect(slots(keepingAddresses(guest(disk('vda', '', 'sata')), stored))).toEqual([[undefined], [], undefined]);
  expect(slots(keepingAddresses(guest(disk('vda'), 'q35'), stored))).toEqual([[undefined], [], undefined]);
});

test.each([
  ['pc', 'pc-i440fx-7.2', true],
  ['q35', 'pc-q35-7.2', true],
  ['virt', 'virt-7.2', true],
  [undefined, 'pc-q35-7.2', true],
  ['q35', 'pc-i440fx-7.2', false],
  ['pc-i440fx-6.0', 'pc-i440fx-7.2', false],
])('%s is %s: %s', (wanted, there, same) => {
  expect(isSameMachine(wanted, there)).toBe(same);
});
