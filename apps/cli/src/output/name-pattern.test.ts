import { expect, test } from 'vitest';
import { namePattern } from './name-pattern.js';

test.each([
  ['web', 'web', true],
  ['web', 'web1', false],
  ['web-*', 'web-', true],
  ['web-*', 'db-web-1', false],
  ['*-db', 'a-db', true],
  ['*-db', 'a-db-1', false],
  ['a*b*c', 'aXbYc', true],
  ['a*b*c', 'abbc', true],
  ['a*b*c', 'acb', false],
  ['*ab*ab', 'ab', false],
  ['w?b', 'web', true],
  ['w?b', 'wb', false],
  ['*', '', true],
  ['a.c', 'abc', false],
  ['a*?b', 'axxb', true],
  ['a*?b', 'ab', false],
])('%s and %s: %s', (pattern, name, matches) => {
  expect(namePattern(pattern)(name)).toBe(matches);
});

test('a pattern of many wildcards is answered at once', () => {
  expect(namePattern(`${'*a'.repeat(40)}b`)('a'.repeat(5_000))).toBe(false);
});
