import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Bitmap } from './bitmap.js';

// As virBitmapParse of libvirt 9.0 answered for a map of 8 bits.
test.each([
  ['0', '0'],
  ['0-3,^2', '0-1,3'],
  ['1,3,5', '1,3,5'],
  ['^2', ''],
  ['0-3,^7', '0-3'],
  [' 1 , 2 ', '1-2'],
  ['1,2,', '1-2'],
  ['7', '7'],
  ['0-7', '0-7'],
  ['1,^1', ''],
  ['0,0-1', '0-1'],
  ['^0,1', '1'],
  ['0-3,^2,2', '0-3'],
  ['1 - 3', '1-3'],
])('%j reads as %j', (text, canonical) => {
  expect(Bitmap.parse(text, 8).toString()).toBe(canonical);
});

test.each([
  '',
  ' ',
  ',1',
  '1,,2',
  '0-',
  '3-1',
  '8',
  '100000',
  '-1',
  '0-3 x',
  '0-3,^1-2',
  'a',
  '1-a',
  '0x2',
  '1 2',
  '1-3-5',
  '^',
  '99999999999',
])('%j is not a cpuset of 8', text => {
  expect(() => Bitmap.parse(text, 8)).toThrow(expect.objectContaining({ code: 'INVALID_ARG' }));
});

test('without a size a range is bounded nevertheless', () => {
  expect(Bitmap.parse('0-1048575').count).toBe(1_048_576);
  expect(() => Bitmap.parse('0-1048576')).toThrow('Failed to parse bitmap');
});

test('cpumap bytes: number n is bit n%8 of byte n/8', () => {
  const map = Bitmap.parse('0,9,17');
  expect([...map.toBytes()]).toEqual([0x01, 0x02, 0x02]);
  expect([...map.toBytes(5)]).toEqual([0x01, 0x02, 0x02, 0, 0]);
  expect([...map.toBytes(2)]).toEqual([0x01, 0x02]);
  expect([...new Bitmap().toBytes()]).toEqual([]);
  expect(Bitmap.fromBytes(Uint8Array.of(0x81)).toString()).toBe('0,7');
});

const numbers = fc.uniqueArray(fc.nat(300));

test('text and bytes come back as the same set', () => {
  fc.assert(
    fc.property(numbers, list => {
      const map = new Bitmap(list);
      expect([...map]).toEqual(list.toSorted((a, b) => a - b));
      expect(Bitmap.fromBytes(map.toBytes()).equals(map)).toBe(true);
      if (list.length > 0) expect(Bitmap.parse(map.toString()).equals(map)).toBe(true);
    }),
  );
});

test('the set operations are those of sets', () => {
  fc.assert(
    fc.property(numbers, numbers, (first, second) => {
      const [one, other] = [new Bitmap(first), new Bitmap(second)];
      const sorted = (list: number[]) => [...new Set(list)].toSorted((a, b) => a - b);
      expect([...one.union(other)]).toEqual(sorted([...first, ...second]));
      expect([...one.intersection(other)]).toEqual(sorted(first.filter(n => second.includes(n))));
      expect([...one.difference(other)]).toEqual(sorted(first.filter(n => !second.includes(n))));
      expect(one.overlaps(other)).toBe(first.some(n => second.includes(n)));
      expect(one.count).toBe(first.length);
      expect(one.last).toBe(Math.max(-1, ...first));
    }),
  );
});

test('what does not fit is our own mistake', () => {
  expect(() => new Bitmap([-1])).toThrow('-1');
  expect(() => new Bitmap([1.5])).toThrow('1.5');
});
