import { expect, test } from 'vitest';
import { attribute, child, children, pathOf, textOf } from './navigation.js';
import { readXml } from './reader.js';

const root = readXml(
  "<domain xmlns:q='urn:q'><q:name>other</q:name><name>w<b>e</b><![CDATA[b]]><!-- x --></name><disk/><disk q:type='x' type=''><source/></disk></domain>",
);
const [, second] = children(root, 'disk');

test('elements are found by their name in no namespace', () => {
  expect(child(root, 'name')?.column).toBeGreaterThan(child(root, 'name')?.line ?? 0);
  expect(child(root, 'q:name')).toBeUndefined();
  expect(children(root, 'disk')).toHaveLength(2);
  expect(children(root)).toHaveLength(4);
});

test('an absent attribute is not an empty one', () => {
  expect(second && attribute(second, 'type')).toBe('');
  expect(attribute(root, 'type')).toBeUndefined();
});

test('the text of an element is all text inside it', () => {
  const name = child(root, 'name');
  expect(name && textOf(name)).toBe('web');
  expect(textOf(readXml('<a/>'))).toBe('');
  expect(textOf(readXml('<a> x </a>'))).toBe(' x ');
});

test('a path numbers only what has siblings of its name', () => {
  const source = second && child(second, 'source');
  expect(source && pathOf(root, source)).toBe('/domain/disk[2]/source');
  expect(pathOf(root, root)).toBe('/domain');
  expect(pathOf(root, readXml('<stray/>'))).toBe('stray');
});
