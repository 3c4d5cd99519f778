import { expect, test } from 'vitest';
import { architectureFromHost, architectures, isArchitecture } from './architecture.js';

test('names of objects in general are not architectures', () => {
  expect(isArchitecture('x86_64')).toBe(true);
  expect(isArchitecture('constructor')).toBe(false);
  expect(architectureFromHost('toString')).toBeUndefined();
});

test('a kernel and a runtime may call it otherwise', () => {
  expect(['i586', 'x64', 'arm64', 'riscv64', 'vax'].map(architectureFromHost)).toEqual([
    'i686',
    'x86_64',
    'aarch64',
    'riscv64',
    undefined,
  ]);
});

test('word size and byte order', () => {
  expect(architectures.s390x).toEqual({ wordSize: 64, endian: 'big' });
  expect(architectures.ppc64le).toEqual({ wordSize: 64, endian: 'little' });
});
