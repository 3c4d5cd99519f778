import { describe, expect, test } from 'vitest';
import { changeDefinitions, definitionOf, type Definitions, impactOf } from './definitions.js';

const running: Definitions<string> = { isActive: true, isPersistent: true, current: 'live', inactive: 'config' };
const stopped: Definitions<string> = { isActive: false, isPersistent: true, current: 'config', inactive: 'config' };
const transient: Definitions<string> = { isActive: true, isPersistent: false, current: 'live', inactive: 'live' };

describe('flags of a change', () => {
  test.each([
    [0, running, { live: true, config: false }],
    [0, stopped, { live: false, config: true }],
    [2, running, { live: false, config: true }],
    [3, running, { live: true, config: true }],
    [0, transient, { live: true, config: false }],
  ])('%i', (flags, object, impact) => {
    expect(impactOf(flags, object, 'domain', 'QEMU')).toEqual(impact);
  });

  test.each([
    [1, stopped, 'domain is not running'],
    [2, transient, 'transient domains do not have any persistent config'],
  ])('%i is refused', (flags, object, message) => {
    expect(() => impactOf(flags, object, 'domain', 'QEMU')).toThrow(message);
  });
});

test('a question is about one definition', () => {
  expect(definitionOf(0, running, 'domain', 'QEMU')).toBe('live');
  expect(definitionOf(2, running, 'domain', 'QEMU')).toBe('config');
  expect(() => definitionOf(3, running, 'domain', 'QEMU')).toThrow('mutually exclusive');
});

test('a change that one definition cannot have is worked out for none', () => {
  const change = (definition: string, which: 'live' | 'config') => {
    if (which === 'live') throw new Error('no');
    return `${definition}+`;
  };
  expect(() => changeDefinitions(running, { live: true, config: true }, change)).toThrow('no');
  expect(changeDefinitions(running, { live: false, config: true }, change)).toEqual({ config: 'config+' });
});
