import { errorCodes, errorDomains } from '@tsvirt/util';
import { describe, expect, test } from 'vitest';
import * as enums from '../../src/protocol/enums/index.js';
import { constants, type ConstantText } from './description.js';
import { property } from './reference.js';

// Left out of the tables: the one-past-the-end values, which grow with each version, and the three error
// enumerations, which are the error tables of @tsvirt/util.
const inUtil = new Set(['virErrorNumber', 'virErrorDomain', 'virErrorLevel']);

const groups = new Map<string, ConstantText[]>();
for (const constant of constants) {
  if (constant.sentinel === true || constant.group === null || inUtil.has(constant.group)) continue;
  const members = groups.get(constant.group) ?? [];
  members.push(constant);
  groups.set(constant.group, members);
}

describe('enumerations and flags', () => {
  test.each([...groups])('%s has its members in order', (group, members) => {
    const table: object = property(enums, group.slice('vir'.length)) ?? {};
    expect(Object.values(table)).toEqual(members.map(member => member.value));
    for (const [index, name] of Object.keys(table).entries()) {
      expect(members[index]?.name.replaceAll('_', '').toLowerCase()).toContain(name.toLowerCase());
    }
  });
});

test('every other constant is there: names of typed parameters, and sizes', () => {
  const known = new Set<string>();
  for (const table of Object.values<unknown>(enums)) {
    if (typeof table === 'object' && table !== null) for (const value of Object.values(table)) known.add(String(value));
    else known.add(String(table));
  }
  const missing = constants.filter(({ group, value }) => group === null && !known.has(String(value)));
  expect(missing.map(constant => constant.name)).toEqual([]);
  const strings = constants.filter(({ value }) => typeof value === 'string').length;
  const params = Object.entries(enums).filter(([name]) => name.endsWith('Param'));
  expect(params.reduce((sum, [, table]) => sum + Object.keys(table).length, 0)).toBe(strings);
});

test('the error tables of util are the enumerations of the API', () => {
  const codes = constants.filter(({ group, sentinel }) => group === 'virErrorNumber' && sentinel !== true);
  for (const { name, value } of codes) {
    if (name === 'VIR_ERR_OK') continue;
    expect([name, property(property(errorCodes, name.replace(/^VIR_ERR_/, '')), 'number')]).toEqual([name, value]);
  }
  const domains = constants.filter(({ group, sentinel }) => group === 'virErrorDomain' && sentinel !== true);
  for (const { name, value } of domains)
    expect([name, property(errorDomains, name.slice('VIR_FROM_'.length))]).toEqual([name, value]);
  expect([codes.length, domains.length]).toEqual([
    Object.keys(errorCodes).length + 1,
    Object.keys(errorDomains).length,
  ]);
});
