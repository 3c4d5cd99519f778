import { readXml } from '@tsvirt/util/xml';
import { describe, expect, test } from 'vitest';
import { DefinitionPair } from './definition-pair.js';
import { changeDefinitions, definitionOf, impactOf } from './impact.js';
import { withNotice } from './notice.js';

describe('definitions of an object', () => {
  test('a defined object that runs keeps its definition for the next time', () => {
    const pair = DefinitionPair.defined('config');
    pair.activate();
    pair.changeLive('hot');
    expect([pair.current, pair.inactive]).toEqual(['hot', 'config']);
    pair.deactivate();
    expect(pair.current).toBe('config');
  });

  test('an object that runs and is undefined is transient, and gone when it ends', () => {
    const pair = DefinitionPair.defined('config');
    pair.activate();
    pair.undefine();
    expect([pair.isPersistent, pair.isGone]).toEqual([false, false]);
    pair.deactivate();
    expect(pair.isGone).toBe(true);
  });

  test('a transient object becomes persistent when it is defined', () => {
    const pair = DefinitionPair.transient('live');
    pair.define('config');
    pair.deactivate();
    expect([pair.isGone, pair.current]).toEqual([false, 'config']);
  });

  test('what is not active has no live definition to change', () => {
    expect(() => DefinitionPair.defined('config').changeLive('x')).toThrow('no live definition');
  });
});

describe('flags of a change', () => {
  const running = DefinitionPair.restored('config', 'live');
  const stopped = DefinitionPair.defined('config');
  const transient = DefinitionPair.transient('live');

  test.each([
    [0, running, { live: true, config: false }],
    [0, stopped, { live: false, config: true }],
    [2, running, { live: false, config: true }],
    [3, running, { live: true, config: true }],
    [0, transient, { live: true, config: false }],
  ])('%i', (flags, pair, impact) => {
    expect(impactOf(flags, pair, 'domain', 'QEMU')).toEqual(impact);
  });

  test.each([
    [1, stopped, 'domain is not running'],
    [2, transient, 'transient domains do not have any persistent config'],
  ])('%i is refused', (flags, pair, message) => {
    expect(() => impactOf(flags, pair, 'domain', 'QEMU')).toThrow(message);
  });

  test('a question is about one definition', () => {
    expect(definitionOf(2, running, 'domain', 'QEMU')).toBe('config');
    expect(() => definitionOf(3, running, 'domain', 'QEMU')).toThrow('mutually exclusive');
  });

  test('a change that one definition cannot have reaches none', () => {
    const pair = DefinitionPair.restored('config', 'live');
    const change = (definition: string, which: 'live' | 'config') => {
      if (which === 'live') throw new Error('no');
      return `${definition}+`;
    };
    expect(() => changeDefinitions(pair, { live: true, config: true }, change)).toThrow('no');
    expect(pair.inactive).toBe('config');
    expect(changeDefinitions(pair, { live: false, config: true }, change)).toEqual({ config: 'config+' });
  });
});

test('the notice stays a comment whatever the name', () => {
  const text = withNotice('edit a--->--b-', '<domain/>');
  expect(readXml(text).name).toBe('domain');
  expect(text).toContain('virsh edit a- - ->- -b-');
});
