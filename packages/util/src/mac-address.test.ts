import { expect, test } from 'vitest';
import { isMulticastMac, normalizeMac, parseMac, randomMac } from './mac-address.js';

// As virMacAddrParse of libvirt 9.0 answered.
test.each([
  ['52:54:00:12:34:56', '52:54:00:12:34:56'],
  ['2:4:0:1:2:3', '02:04:00:01:02:03'],
  ['52:54:00:12:34:56 ', '52:54:00:12:34:56'],
  ['A2:54:00:12:34:56', 'a2:54:00:12:34:56'],
])('%j reads as %s', (text, canonical) => {
  expect(normalizeMac(text)).toBe(canonical);
});

test.each([
  '52-54-00-12-34-56',
  '525400123456',
  '52:54:00:12:34:5g',
  '52:54:00:12:34:567',
  '52:54:00:12:34',
  ' 52:54:00:12:34:56',
  '+2:54:00:12:34:56',
  '0x5:54:00:12:34:56',
  '52:54:00:12:34:56:78',
])('%j is not a MAC address', text => {
  expect(parseMac(text)).toBeUndefined();
});

test('a random one keeps the prefix and is of one station', () => {
  const mac = randomMac();
  expect(mac).toMatch(/^52:54:00(:[0-9a-f]{2}){3}$/);
  expect(isMulticastMac(parseMac(mac) ?? new Uint8Array())).toBe(false);
  expect(isMulticastMac(Uint8Array.of(1, 0, 0x5e, 0, 0, 1))).toBe(true);
});
