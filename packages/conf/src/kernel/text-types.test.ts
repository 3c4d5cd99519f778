import { describe, expect, test } from 'vitest';
import { cpuList, hex, hexBig, int, long, mac, positive, uint, ulong, unitBytes, uuid } from './index.js';

describe('text types', () => {
  test.each([
    [uint, '0', 0],
    [uint, '4294967295', 4294967295],
    [uint, '4294967296', undefined],
    [uint, '-1', undefined],
    [uint, '1x', undefined],
    [uint, '', undefined],
    [int, '-2147483648', -2147483648],
    [positive, '0', undefined],
    [hex(4), '0x1f', 0x1f],
    [hex(4), '31', 31],
    [hex(4), '017', 15],
    [hex(2, 0x1f), '0x20', undefined],
    [mac, '52:54:0:AB:cd:1', '52:54:00:ab:cd:01'],
    [mac, '52:54:00:ab:cd', undefined],
    [uuid, 'c7a5fdbdedaf9455926ad65c16db1809', 'c7a5fdbd-edaf-9455-926a-d65c16db1809'],
    [cpuList, '0-3,^2,8', '0-1,3,8'],
    [cpuList, '3-1', undefined],
    [cpuList, '0-99999999', undefined],
  ])('%#: %o reads %s as %s', (type, text, value) => {
    expect(type.read(text)).toBe(value);
  });

  test('64-bit numbers stay exact', () => {
    expect(ulong.read('18446744073709551615')).toBe(18446744073709551615n);
    expect(ulong.read('18446744073709551616')).toBeUndefined();
    expect(long.read('-9223372036854775808')).toBe(-9223372036854775808n);
    expect(hexBig(8).write(0x2000_0000n)).toBe('0x20000000');
  });

  test.each([
    ['', 1n],
    ['bytes', 1n],
    ['KiB', 1024n],
    ['k', 1024n],
    ['KB', 1000n],
    ['EiB', 1024n ** 6n],
    ['parsec', undefined],
  ])('unit %s', (unit, bytes) => {
    expect(unitBytes(unit)).toBe(bytes);
  });
});
