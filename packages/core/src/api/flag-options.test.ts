import { expect, test } from 'vitest';
import { DomainDeviceModifyFlags, DomainState, NodeSuspendTarget } from '../protocol/enums/index.js';
import { flagsOf, nameOf, numberOf } from './flag-options.js';

test('flags are given by name, by number, or both', () => {
  expect(flagsOf(DomainDeviceModifyFlags, undefined)).toBe(0);
  expect(flagsOf(DomainDeviceModifyFlags, { live: true, config: true, force: false })).toBe(3);
  expect(flagsOf(DomainDeviceModifyFlags, { flags: 0x8000_0000, live: true })).toBe(0x8000_0001);
});

test('a number has a name, or is one', () => {
  expect(nameOf(DomainState, 5)).toBe('shutoff');
  expect(nameOf(DomainState, 99)).toBe('#99');
});

test('a value is given by name or number', () => {
  expect(numberOf(NodeSuspendTarget, 'hybrid')).toBe(2);
  expect(numberOf(NodeSuspendTarget, 7)).toBe(7);
  const name: string = 'nosuch';
  expect(() => numberOf<Record<string, number>>(NodeSuspendTarget, name)).toThrow(/expected one of mem, disk, hybrid/);
});
