import { expect, test } from 'vitest';
import { formatUuid, isDegenerateUuid, normalizeUuid, parseUuid, randomUuid } from './uuid.js';

const canonical = 'c7a5fdbd-cdaf-9455-926a-d65c16db1809';
const bare = 'c7a5fdbdcdaf9455926ad65c16db1809';

// Both lists as virUUIDParse of libvirt 9.0 answered.
test.each([
  canonical,
  bare,
  ` ${bare} `,
  `\t${bare}\n`,
  `--${bare}`,
  'C7A5-fdbdcdaf9455926ad65c16db1809',
  'c7a5fdbd cdaf9455926ad65c16db1809',
  'c7 -- a5fdbdcdaf9455926ad65c16db1809',
])('%j is a UUID', text => {
  expect(normalizeUuid(text)).toBe(canonical);
});

test.each([
  '',
  'c-7a5fdbdcdaf9455926ad65c16db1809',
  `--${bare}--`,
  bare.slice(1),
  `${bare}9`,
  `${bare}-`,
  `${bare}\v`,
  'c7\ta5fdbdcdaf9455926ad65c16db1809',
  `${bare.slice(1)}g`,
])('%j is not a UUID', text => {
  expect(parseUuid(text)).toBeUndefined();
});

test('random ones are canonical and differ', () => {
  const one = randomUuid();
  expect(normalizeUuid(one)).toBe(one);
  expect(randomUuid()).not.toBe(one);
});

test('16 bytes are needed, and equal ones identify nothing', () => {
  expect(() => formatUuid(new Uint8Array(15))).toThrow('15');
  expect(isDegenerateUuid(new Uint8Array(16))).toBe(true);
  expect(isDegenerateUuid(new Uint8Array(16).fill(255))).toBe(true);
  expect(isDegenerateUuid(parseUuid(bare) ?? new Uint8Array(16))).toBe(false);
});
