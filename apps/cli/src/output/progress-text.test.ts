import { expect, test } from 'vitest';
import { ProgressText } from './progress-text.js';

const mib = 1n << 20n;

test.each([
  [{ done: 0n, total: 100n * mib }, 0, '0%, 0 bytes of 100 MiB'],
  [{ done: 50n * mib, total: 100n * mib }, 5_000, '50%, 50 MiB of 100 MiB, 10 MiB/s, 0:05 left'],
  [{ done: 1n * mib, total: 7201n * mib }, 1_000, '0%, 1 MiB of 7.03 GiB, 1 MiB/s, 2:00:00 left'],
  [{ done: 120n * mib, total: 100n * mib }, 10_000, '100%, 120 MiB of 100 MiB, 12 MiB/s'],
  [{ done: 30n * mib, total: undefined }, 3_000, '30 MiB, 10 MiB/s'],
])('%o after %i ms: %s', (progress, elapsedMs, text) => {
  expect(new ProgressText(7_000).at(progress, 7_000 + elapsedMs)).toBe(text);
});
