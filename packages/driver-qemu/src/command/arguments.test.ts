import { expect, test } from 'vitest';
import { Arguments, escaped, jsonText } from './arguments.js';

test('properties keep their order, exact sizes, and lose what is absent', () => {
  expect(jsonText({ size: 18_446_744_073_709_551_615n, id: 'a"b', none: undefined, list: [1, null, true] })).toBe(
    '{"size":18446744073709551615,"id":"a\\"b","list":[1,null,true]}',
  );
});

test('a comma in a value cannot start another option', () => {
  expect(escaped('a,readonly=off')).toBe('a,,readonly=off');
});

test('parts of an option that are absent or false are left out', () => {
  const args = new Arguments();
  args.option('boot', false, undefined, 'strict=on');
  expect(args.list).toEqual(['-boot', 'strict=on']);
});
