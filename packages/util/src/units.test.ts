import { expect, test } from 'vitest';
import { maxUint64, prettySize, scaleInteger, toKiB } from './units.js';

// As virScaleInteger of libvirt 9.0 answered.
test.each<[bigint, string | undefined, bigint, bigint]>([
  [1n, undefined, 1024n, 1024n],
  [1n, '', 1024n, 1024n],
  [1n, 'b', 1024n, 1n],
  [1n, 'byte', 1024n, 1n],
  [1n, 'Bytes', 1n, 1n],
  [1n, 'k', 1n, 1024n],
  [1n, 'kib', 1n, 1024n],
  [1n, 'KB', 1n, 1000n],
  [1n, 'M', 1n, 1_048_576n],
  [1n, 'MB', 1n, 1_000_000n],
  [1n, 'E', 1n, 1_152_921_504_606_846_976n],
  [1n, 'EB', 1n, 1_000_000_000_000_000_000n],
  [15n, 'EiB', 1n, 17_293_822_569_102_704_640n],
])('%d %s at scale %d is %d bytes', (value, suffix, scale, bytes) => {
  expect(scaleInteger(value, suffix, { scale })).toBe(bytes);
});

test.each(['Z', 'kx', 'kbx', 'ki', 'kiBx', ' k', 'iB'])('%j is no unit', suffix => {
  expect(() => scaleInteger(1n, suffix)).toThrow(`invalid argument: unknown suffix '${suffix}'`);
});

test('more than the limit is an overflow', () => {
  expect(() => scaleInteger(16n, 'E')).toThrow('numerical overflow: value too large: 16E');
  expect(() => scaleInteger(5n, 'KiB', { limit: 5119n })).toThrow('5KiB');
  expect(scaleInteger(5n, 'KiB', { limit: 5120n })).toBe(5120n);
  expect(scaleInteger(maxUint64, 'b')).toBe(maxUint64);
});

test('a started KiB counts', () => {
  expect([0n, 1n, 1024n, 1025n].map(toKiB)).toEqual([0n, 1n, 1n, 2n]);
});

test('sizes for people', () => {
  expect([512n, 1024n, 1_610_612_736n, maxUint64].map(prettySize)).toEqual([
    '512 bytes',
    '1.00 KiB',
    '1.50 GiB',
    '16.00 EiB',
  ]);
});
