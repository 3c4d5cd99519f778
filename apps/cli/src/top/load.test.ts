import { expect, test } from 'vitest';
import { loadOf, type Sample, sortedLoads } from './load.js';

const before: Sample = {
  name: 'web',
  uuid: 'u',
  id: 3,
  vcpus: 2,
  memoryKiB: 1024n,
  cpuTimeNs: 1_000_000_000n,
  readBytes: 0n,
  writtenBytes: 100n,
  receivedBytes: 0n,
  sentBytes: 0n,
};

test('rates are differences over the time between', () => {
  const after = { ...before, cpuTimeNs: 4_000_000_000n, readBytes: 4096n, sentBytes: 2000n };
  expect(loadOf(before, after, 2000)).toMatchObject({ cpuPercent: 150, diskRead: 2048, diskWrite: 0, netSend: 1000 });
});

test('a guest that was started anew, or seen for the first time, has done nothing yet', () => {
  const again = { ...before, id: 4, cpuTimeNs: 5n };
  expect(loadOf(before, again, 2000).cpuPercent).toBe(0);
  expect(loadOf(undefined, before, 2000).cpuPercent).toBe(0);
});

test('a counter that went back is no negative rate', () => {
  expect(loadOf(before, { ...before, writtenBytes: 0n }, 1000).diskWrite).toBe(0);
});

test('what is largest comes first, and names settle what is alike', () => {
  const load = (name: string, cpuPercent: number) => ({ ...loadOf(undefined, { ...before, name }, 1), cpuPercent });
  const loads = [load('b', 1), load('a', 1), load('c', 9)];
  expect(sortedLoads(loads, 'cpu').map(({ name }) => name)).toEqual(['c', 'a', 'b']);
  expect(sortedLoads(loads, 'name').map(({ name }) => name)).toEqual(['a', 'b', 'c']);
});
