import { expect, test } from 'vitest';
import { formatDomain, parseDomain } from '../domain/index.js';
import { metadataChange, metadataOf, metadataTypes } from './metadata.js';

const errors = { domain: 'DOMAIN', missing: 'NO_DOMAIN_METADATA' } as const;
const bare = parseDomain("<domain type='test'>\n  <name>a</name>\n</domain>");
const uri = 'urn:mine';
const set = (metadata: string | null, key: string | null = 'm') =>
  metadataChange<typeof bare>({ type: metadataTypes.element, metadata, key, uri }, errors);

test("a program's element is in its namespace in the document, and as it was given to who asks", () => {
  const domain = set("<data n='1'><part/></data>")(bare);
  expect(formatDomain(domain)).toMatch(/<m:data xmlns:m=["']urn:mine["'] n=["']1["']>/);
  expect(metadataOf(domain, { type: 2, uri }, errors)).toMatch(/^<data n=["']1["']>\s*<part\/>\s*<\/data>\s*$/);
});

test('elements of others stay, and the last to go takes the whole away', () => {
  const other = { type: 2, metadata: '<of/>', key: 'o', uri: 'urn:other' };
  const both = metadataChange<typeof bare>(other, errors)(set('<data/>')(bare));
  const one = set(null)(both);
  expect(metadataOf(one, { type: 2, uri: 'urn:other' }, errors)).toContain('<of/>');
  expect(() => metadataOf(one, { type: 2, uri }, errors)).toThrow(
    expect.objectContaining({ code: 'NO_DOMAIN_METADATA' }),
  );
  expect(metadataChange<typeof bare>({ ...other, metadata: null }, errors)(one).metadata).toBeUndefined();
});

test.each([
  ['a title of two lines', { type: 1, metadata: 'a\nb', key: null, uri: null }, 'INVALID_ARG'],
  ['an element without a namespace', { type: 2, metadata: '<a/>', key: 'k', uri: null }, 'INVALID_ARG'],
  ['an element without a prefix', { type: 2, metadata: '<a/>', key: null, uri }, 'INVALID_ARG'],
  ['a prefix that is none', { type: 2, metadata: '<a/>', key: '1', uri }, 'INTERNAL_ERROR'],
  ['what is no XML', { type: 2, metadata: '<a', key: 'k', uri }, 'XML_DETAIL'],
  ['a type that there is not', { type: 3, metadata: 'x', key: null, uri: null }, 'INVALID_ARG'],
])('%s is refused', (_, change, code) => {
  expect(() => metadataChange<typeof bare>(change, errors)(bare)).toThrow(expect.objectContaining({ code }));
});

test.each(['<!-- mine --><data/>', "<?xml version='1.0'?>\n<?pi?><data/>"])(
  'a program can add nothing but its element: %s',
  text => expect(() => set(text)(bare)).toThrow(expect.objectContaining({ code: 'INTERNAL_ERROR' })),
);

test('an empty title is none', () => {
  const titled = metadataChange<typeof bare>({ type: 1, metadata: 'web', key: null, uri: null }, errors)(bare);
  expect(metadataOf(titled, { type: 1, uri: null }, errors)).toBe('web');
  expect(metadataChange<typeof bare>({ type: 1, metadata: '', key: null, uri: null }, errors)(titled).title).toBe(
    undefined,
  );
});
