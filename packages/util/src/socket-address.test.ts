import { expect, test } from 'vitest';
import {
  compareIp,
  formatIp,
  type IpAddress,
  inNetwork,
  ipToBigint,
  lastOf,
  netmaskPrefix,
  networkOf,
  parseIp,
  prefixNetmask,
} from './socket-address.js';

function ip(text: string): IpAddress {
  const address = parseIp(text);
  if (address === undefined) throw new Error(`${text} is not an address`);
  return address;
}

test.each([
  ['192.168.122.1', '192.168.122.1'],
  ['::', '::'],
  ['::1', '::1'],
  ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
  ['FE80:0:0:0:0:0:0:AB', 'fe80::ab'],
  ['::ffff:10.0.0.1', '::ffff:10.0.0.1'],
  ['64:ff9b::10.0.0.1', '64:ff9b::a00:1'],
  ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
])('%s is written %s', (text, written) => {
  expect(formatIp(ip(text))).toBe(written);
});

test.each([
  '',
  '1.2.3',
  '1.2.3.256',
  '01.2.3.4',
  '1.2.3.4.5',
  ':1',
  '1:',
  ':::',
  '1::2::3',
  '1:2:3:4:5:6:7:8:9',
  '12345::',
  'fe80::1%eth0',
  '::1.2.3',
  '1:2:3:4:5:6:7:8::',
])('%j is not an address', text => {
  expect(parseIp(text)).toBeUndefined();
});

test('netmasks and prefixes', () => {
  expect(netmaskPrefix(ip('255.255.255.0'))).toBe(24);
  expect(netmaskPrefix(ip('255.255.255.255'))).toBe(32);
  expect(netmaskPrefix(ip('0.0.0.0'))).toBe(0);
  expect(netmaskPrefix(ip('255.0.255.0'))).toBeUndefined();
  for (let prefix = 0; prefix <= 128; prefix++) expect(netmaskPrefix(prefixNetmask(6, prefix))).toBe(prefix);
  expect(() => prefixNetmask(4, 33)).toThrow('33');
});

test('the network of an address, its last address, and who is in it', () => {
  expect(formatIp(networkOf(ip('10.1.2.130'), 25))).toBe('10.1.2.128');
  expect(formatIp(lastOf(ip('10.1.2.130'), 25))).toBe('10.1.2.255');
  expect(inNetwork(ip('10.1.2.3'), ip('10.1.2.0'), 25)).toBe(true);
  expect(inNetwork(ip('10.1.2.130'), ip('10.1.2.0'), 25)).toBe(false);
  expect(inNetwork(ip('::1'), ip('0.0.0.0'), 0)).toBe(false);
});

test('addresses have an order and a value', () => {
  expect([ip('::1'), ip('10.0.0.9'), ip('9.255.0.0')].toSorted(compareIp).map(formatIp)).toEqual([
    '9.255.0.0',
    '10.0.0.9',
    '::1',
  ]);
  expect(ipToBigint(ip('10.0.1.0')) - ipToBigint(ip('10.0.0.250'))).toBe(6n);
});
