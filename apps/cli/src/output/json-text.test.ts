import { expect, test } from 'vitest';
import { jsonText } from './json-text.js';

test('large numbers keep all their digits', () => {
  expect(jsonText({ size: 18_446_744_073_709_551_615n, list: [1n, 'x', null] })).toBe(
    '{"size":18446744073709551615,"list":[1,"x",null]}',
  );
});

test('what is undefined is left out of objects, and null in lists', () => {
  expect(jsonText({ a: undefined, b: [undefined, true] })).toBe('{"b":[null,true]}');
});

test('laid out, it is what JSON.stringify makes', () => {
  const value = { a: [], b: {}, c: [1, { d: 'e"' }], f: { g: null } };
  expect(jsonText(value, 2)).toBe(JSON.stringify(value, undefined, 2));
  expect(jsonText(value)).toBe(JSON.stringify(value));
});
