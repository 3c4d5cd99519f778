import { describe, expect, test } from 'vitest';
import type { Domain } from '../domain.js';
import { parseDomain } from '../parse-domain.js';
import { assignCcwNumbers } from './ccw-numbers.js';
import { assignPci, type PciPolicy } from './assign-pci.js';
import { driveBuses, DriveUnits, driveUnitsOf } from './drive-units.js';
import { assignUsbAddresses } from './usb-addresses.js';
import { assignVirtioSerialPorts } from './virtio-serial-ports.js';

function domainOf(devices: string): Domain {
  return parseDomain(
    `<domain type='qemu'><name>a</name><os><type>hvm</type></os><devices>${devices}</devices></domain>`,
  );
}

const nic = (address = '') => `<interface type='user'>${address}</interface>`;

/** A machine whose slot 1 is the chipset's, and whose network cards are conventional. */
const policy: PciPolicy = {
  plugs: ({ controllers, interfaces }, express) => [
    ...controllers.flatMap(device => {
      const model = device.kind.type === 'pci' ? device.kind.model : undefined;
      return model === undefined || model === 'pci-root' || model === 'pcie-root'
        ? []
        : [{ device, connection: model }];
    }),
    ...interfaces.map(device => ({ device, connection: express ? ('pcie' as const) : ('pci' as const) })),
  ],
  chipset: (_devices, places) => places.reserve(0, 1),
};

const places = (domain: Domain) =>
  domain.devices.interfaces.map(({ address }) =>
    address?.type === 'pci' ? [address.bus, address.slot, address.function] : [],
  );

describe('PCI', () => {
  test('devices go where neither the document nor the chipset has put anything', () => {
    const given = "<address type='pci' domain='0' bus='0' slot='2' function='0'/>";
    const domain = domainOf(`<controller type='pci' index='0' model='pci-root'/>${nic()}${nic(given)}${nic()}`);
    expect(places(assignPci(domain, policy))).toEqual([
      [0, 3, 0],
      [0, 2, 0],
      [0, 4, 0],
    ]);
  });

  test('an Express machine grows a port for each, and the ports share a slot', () => {
    const domain = assignPci(domainOf(`<controller type='pci' index='0' model='pcie-root'/>${nic()}${nic()}`), policy);
    expect(places(domain)).toEqual([
      [1, 0, 0],
      [2, 0, 0],
    ]);
    expect(domain.devices.controllers.map(({ address }) => address)).toEqual([
      undefined,
      { type: 'pci', domain: 0, bus: 0, slot: 2, function: 0, multifunction: true },
      { type: 'pci', domain: 0, bus: 0, slot: 2, function: 1 },
    ]);
  });

  test('a place is given once', () => {
    const given = "<address type='pci' domain='0' bus='0' slot='2' function='0'/>";
    const domain = domainOf(`<controller type='pci' index='0' model='pci-root'/>${nic(given)}${nic(given)}`);
    expect(() => assignPci(domain, policy)).toThrow(/double use of PCI Address 0000:00:02\.0/);
  });

  test('a guest with more devices than a bus has slots gets bridges', () => {
    const domain = assignPci(
      domainOf(`<controller type='pci' index='0' model='pci-root'/>${nic().repeat(40)}`),
      policy,
    );
    const taken = places(domain).map(place => place.join(':'));
    expect(new Set(taken).size).toBe(40);
    expect(domain.devices.controllers).toHaveLength(2);
  });
});

test('a USB device without room gets a hub to be in', () => {
  const tablets = "<input type='tablet' bus='usb'/>".repeat(3);
  const { devices } = assignUsbAddresses(domainOf(`<controller type='usb' index='0' model='piix3-uhci'/>${tablets}`));
  expect(devices.hubs).toHaveLength(1);
  const ports = devices.inputs.map(({ address }) => (address?.type === 'usb' ? address.port : undefined));
  expect(new Set([...ports, '1']).size).toBe(4);
});

test('channels get ports of their own, 0 being the console', () => {
  const channel = "<channel type='pty'><target type='virtio' name='a'/></channel>";
  const { devices } = assignVirtioSerialPorts(domainOf(channel.repeat(2)));
  expect(devices.channels.map(({ address }) => address)).toEqual([
    { type: 'virtio-serial', controller: 0, bus: 0, port: 1 },
    { type: 'virtio-serial', controller: 0, bus: 0, port: 2 },
  ]);
  expect(devices.controllers).toEqual([{ index: 0, kind: { type: 'virtio-serial' } }]);
});

describe('drives', () => {
  const disk = (dev: string, unit: number) =>
    `<disk type='file' device='disk'><target dev='${dev}' bus='scsi'/><address type='drive' controller='0' bus='0' target='0' unit='${unit}'/></disk>`;

  test('two in one place are refused', () => {
    expect(() => driveUnitsOf(domainOf(disk('sda', 3) + disk('sdb', 3)))).toThrow(/duplicate drive address.*'sdb'/);
  });

  test('the unit of the adapter is not chosen', () => {
    const units = driveUnitsOf(domainOf(disk('sda', 0))).get('scsi');
    const chosen = Array.from({ length: 7 }, () => units?.choose(0, 'x')?.unit);
    expect(chosen).toEqual([1, 2, 3, 4, 5, 6, 8]);
  });

  test('a full controller has no place', () => {
    const units = new DriveUnits(driveBuses.fdc ?? { buses: 0, targets: 0, units: 0 });
    expect([units.choose(0, 'fda')?.unit, units.choose(0, 'fdb')?.unit, units.choose(0, 'fdc')]).toEqual([
      0,
      1,
      undefined,
    ]);
  });
});

test('channel subsystem numbers go round those that are taken', () => {
  const given = "<address type='ccw' cssid='0xfe' ssid='0x0' devno='0x0000'/>";
  const domain = domainOf(nic(given) + nic());
  const { devices } = assignCcwNumbers(domain, domain.devices.interfaces);
  expect(devices.interfaces[1]?.address).toEqual({ type: 'ccw', cssid: 0xfe, ssid: 0, devno: 1 });
  expect(() => assignCcwNumbers(domainOf(nic(given) + nic(given)), [])).toThrow(/devno 'fe.0.0000' is in use already/);
});
