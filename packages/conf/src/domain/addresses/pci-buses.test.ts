import { expect, test } from 'vitest';
import { pciAddress, PciBuses } from './pci-buses.js';

test('slot 0 of a conventional root is the bridge and never chosen', () => {
  const buses = new PciBuses(['pci-root'], { grows: false });
  expect(buses.choose('pci')).toEqual(pciAddress(0, 1, 0));
});

test('root ports share the functions of a slot', () => {
  const buses = new PciBuses(['pcie-root'], { grows: false });
  const places = Array.from({ length: 9 }, () => buses.choose('pcie-root-port'));
  expect(places[7]).toEqual(pciAddress(0, 1, 7));
  expect(places[8]).toEqual(pciAddress(0, 2, 0));
  expect(buses.used(0, 1)).toBe(8);
});

test('an Express device gets a port that is added for it', () => {
  const buses = new PciBuses(['pcie-root'], { grows: true });
  expect(buses.choose('pcie')).toEqual(pciAddress(1, 0, 0));
  expect(buses.models).toEqual(['pcie-root', 'pcie-root-port']);
});

test('a conventional device on an Express machine gets a bridge and a port for the bridge', () => {
  const buses = new PciBuses(['pcie-root'], { grows: true });
  expect(buses.choose('pci')).toEqual(pciAddress(2, 1, 0));
  expect(buses.models).toEqual(['pcie-root', 'pcie-root-port', 'pcie-to-pci-bridge']);
});

test('without leave to grow a full guest is refused', () => {
  const buses = new PciBuses(['pcie-root', 'pcie-root-port'], { grows: false });
  buses.choose('pcie');
  expect(() => buses.choose('pcie')).toThrow(expect.objectContaining({ code: 'INTERNAL_ERROR' }));
});

test.each([
  ['a slot beyond the last', { slot: 0x20 }],
  ['the slot of the bridge itself', { slot: 0 }],
  ['a bus that is not there', { bus: 9, slot: 1 }],
  ['another PCI domain', { domain: 1, slot: 1 }],
])('%s is refused', (_what, given) => {
  const buses = new PciBuses(['pci-root'], { grows: false });
  expect(() => buses.take({ type: 'pci', ...given }, 'pci')).toThrow(expect.objectContaining({ code: 'XML_ERROR' }));
});

test('one place is not given twice', () => {
  const buses = new PciBuses(['pci-root'], { grows: false });
  buses.take({ type: 'pci', slot: 3 }, 'pci');
  expect(() => buses.take({ type: 'pci', slot: 3 }, 'pci')).toThrow(/double use/);
});
