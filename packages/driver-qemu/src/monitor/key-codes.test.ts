import { KeycodeSet } from '@tsvirt/core/protocol';
import { expect, test } from 'vitest';
import { keyNumber } from './key-codes.js';

test('keys of the first keyboards keep their codes, later ones have the bit of their prefix', () => {
  expect([30, 28, 14].map(code => keyNumber(KeycodeSet.linux, code))).toEqual([30, 28, 14]);
  // ctrl-alt-delete as virsh sends it
  expect([29, 56, 111].map(code => keyNumber(KeycodeSet.linux, code))).toEqual([0x1d, 0x38, 0xd3]);
});

test('numbers of QEMU pass as they are', () => {
  expect(keyNumber(KeycodeSet.qnum, 0xd3)).toBe(0xd3);
});

test('what is no key is refused', () => {
  expect(() => keyNumber(KeycodeSet.linux, 0)).toThrow(/cannot translate keycode 0 of linux/);
  expect(() => keyNumber(KeycodeSet.linux, 700)).toThrow(/cannot translate keycode 700/);
  expect(() => keyNumber(KeycodeSet.osx, 3)).toThrow(/of osx codeset/);
  expect(() => keyNumber(99, 3)).toThrow(/invalid codeset '99'/);
});
