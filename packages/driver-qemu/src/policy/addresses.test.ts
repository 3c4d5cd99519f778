import { parseDomain } from '@tsvirt/conf/domain';
import { expect, test } from 'vitest';
import { assignPciAddresses } from './pci-addresses.js';
import { assignSpaprVio } from './spapr-vio.js';

function guest(machine: string, devices: string) {
  return parseDomain(`<domain type='qemu'><name>p</name><memory>65536</memory>
    <os><type arch='x86_64' machine='${machine}'>hvm</type></os><devices>${devices}</devices></domain>`);
}

test("devices on a pSeries' own bus get the registers of their kind, past those that are taken", () => {
  const { devices } = assignSpaprVio(
    guest(
      'pseries',
      `<controller type='scsi' index='0' model='ibmvscsi'><address type='spapr-vio' reg='0x2000'/></controller>
      <controller type='scsi' index='1' model='ibmvscsi'/><controller type='scsi' index='2' model='virtio-scsi'/>
      <interface type='user'><model type='spapr-vlan'/></interface><nvram/>
      <serial type='pty'><target type='spapr-vio-serial'/></serial>`,
    ),
  );
  const at = (reg: bigint) => ({ type: 'spapr-vio', reg });
  expect(devices.controllers.map(({ address }) => address)).toEqual([at(0x2000n), at(0x3000n), undefined]);
  expect([devices.interfaces[0]?.address, devices.serials[0]?.address]).toEqual([at(0x1000n), at(0x3000_0000n)]);
  // The register that the second controller took is the one that the NVRAM would have had.
  expect(devices.nvram?.address).toEqual(at(0x4000n));
});

test("a PIIX3's controllers need a chipset with PCI", () => {
  const usb = `<controller type='usb' index='0' model='piix3-uhci'>
    <address type='pci' domain='0' bus='0' slot='1' function='2'/></controller>`;
  expect(() => assignPciAddresses(guest('pc-q35-7.2', usb))).toThrow(
    expect.objectContaining({ code: 'INTERNAL_ERROR', domain: 'QEMU' }),
  );
  const root = `<controller type='pci' index='0' model='pci-root'/>`;
  expect(() => assignPciAddresses(guest('pc-i440fx-7.2', root + usb))).not.toThrow();
});

test('a machine without PCI has no place on it', () => {
  const usb = `<controller type='usb' index='0' model='ehci'><address type='pci' bus='0' slot='4'/></controller>`;
  expect(() => assignPciAddresses(guest('none', usb))).toThrow(
    expect.objectContaining({ code: 'XML_ERROR', domain: 'DOMAIN' }),
  );
});
