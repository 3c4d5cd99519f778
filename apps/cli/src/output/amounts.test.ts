import { expect, test } from 'vitest';
import { durationText, memoryText, rateText, sizeText, versionText } from './amounts.js';

test('sizes have no digits that say nothing', () => {
  expect([0n, 1024n, 1536n, 1n << 30n, (1n << 30n) + (1n << 24n)].map(sizeText)).toEqual([
    '0 bytes',
    '1 KiB',
    '1.5 KiB',
    '1 GiB',
    '1.02 GiB',
  ]);
  expect(memoryText(2_097_152n)).toBe('2 GiB');
  expect([rateText(0), rateText(2048)]).toEqual(['-', '2 KiB/s']);
});

test('durations have two units', () => {
  const second = 1_000_000_000n;
  expect([0n, 12_340_000_000n, 65n * second, 3725n * second, 100n * 3600n * second].map(durationText)).toEqual([
    '0.0s',
    '12.3s',
    '1m 05s',
    '1h 02m',
    '4d 4h',
  ]);
});

test('a version in one number has three parts', () => {
  expect(versionText(9_000_000)).toBe('9.0.0');
  expect(versionText(11_002_003)).toBe('11.2.3');
});
