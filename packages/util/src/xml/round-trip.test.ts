import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mutated, seeded } from '../../test/xml/mutation.js';
import { VirtError } from '../virt-error.js';
import { XmlFault } from './fault.js';
import type { XmlElement, XmlNode } from './node.js';
import { readXml } from './reader.js';
import { formatElement } from './subtree.js';
import { XmlWriter } from './writer.js';

const at = { line: 0, column: 0 };
/** Text that XML can hold: any characters, with those that need care more often than others. */
const text = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom('&', '<', '>', '"', "'", '\t', '\n', '\r', ']', ']]>', '-', ' ', 'é', '\u{1f600}', '\u0085'),
      fc.string({ unit: 'binary', maxLength: 1 }),
    ),
  })
  // oxlint-disable-next-line no-control-regex -- they are what is meant
  .map(value => value.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/gu, ''));
const name = fc.constantFrom('a', 'b', '__proto__', 'constructor', 'x-1', '_', 'é');

const { element } = fc.letrec<{ element: XmlElement; node: XmlNode }>(tie => ({
  node: fc.oneof(
    { maxDepth: 4 },
    text.filter(value => value !== '').map((value): XmlNode => ({ kind: 'text', text: value, cdata: false, ...at })),
    tie('element'),
  ),
  element: fc
    .record({
      name,
      attributes: fc.uniqueArray(fc.tuple(name, text), { selector: ([key]) => key, maxLength: 4 }),
      children: fc.array(tie('node'), { maxLength: 4 }),
    })
    .map(({ name: own, attributes, children }) => ({
      kind: 'element',
      name: own,
      prefix: undefined,
      local: own,
      namespace: undefined,
      attributes: attributes.map(([key, value]) => ({
        name: key,
        prefix: undefined,
        local: key,
        namespace: undefined,
        value,
        ...at,
      })),
      // Two texts side by side are one when read.
      children: children.filter((node, i) => node.kind !== 'text' || children[i - 1]?.kind !== 'text'),
      ...at,
    })),
}));

/** Names, attributes and texts of a tree; `blanks` keeps or drops text that is only white space. */
function content(node: XmlNode): unknown {
  if (node.kind !== 'element') return node.kind === 'text' ? node.text : undefined;
  return [node.name, node.attributes.map(({ name: key, value }) => [key, value]), node.children.map(content)];
}

function write(node: XmlElement, writer: XmlWriter): XmlWriter {
  writer.open(node.name);
  for (const { name: key, value } of node.attributes) writer.attribute(key, value);
  // Text first puts all that follows on its line, so that no white space is added.
  writer.text('');
  for (const inner of node.children) {
    if (inner.kind === 'text') writer.text(inner.text);
    else if (inner.kind === 'element') write(inner, writer);
  }
  return writer.close();
}

test('what XmlWriter writes, readXml reads back', () => {
  fc.assert(
    fc.property(element, tree => {
      expect(content(readXml(write(tree, new XmlWriter()).toString(), { blanks: 'keep' }))).toEqual(content(tree));
    }),
    { seed: 20_080_613, numRuns: 300 },
  );
});

test('a subtree that is written and read twice stays the same', () => {
  fc.assert(
    fc.property(element, tree => {
      const once = formatElement(readXml(formatElement(tree)));
      expect(formatElement(readXml(once))).toBe(once);
    }),
    { seed: 20_080_613, numRuns: 300 },
  );
});

test('a mutated document gives a tree or a VirtError with a position inside it, and a tree survives writing', () => {
  const random = seeded(42);
  const document = readable();
  let trees = 0;
  for (let i = 0; i < 4000; i += 1) {
    const mutant = mutated(document, random);
    try {
      const tree = readXml(mutant);
      expect(content(readXml(formatElement(tree), { blanks: 'keep' }))).toBeDefined();
      trees += 1;
    } catch (reason) {
      if (!VirtError.is(reason)) throw new Error(`on ${JSON.stringify(mutant)}`, { cause: reason });
      const { cause } = reason;
      if (!(cause instanceof XmlFault)) throw new Error(`no position for ${JSON.stringify(mutant)}`);
      const line = mutant.split('\n')[cause.line - 1];
      expect(line).toBeDefined();
      expect(cause.column).toBeGreaterThan(0);
      expect(cause.column).toBeLessThanOrEqual((line?.length ?? 0) + 1);
    }
  }
  expect(trees).toBeGreaterThan(400);
  expect(trees).toBeLessThan(3600);
});

function readable(): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<!-- a domain -->
<domain type='test' xmlns:q='urn:q'>
  <name>web &amp; more</name>
  <metadata><q:a q:b="1">mixed <c/> content<![CDATA[<raw>]]><?pi data?></q:a></metadata>
  <devices>
    <disk type='file'><source file="/x'y&quot;z"/></disk>
  </devices>
</domain>
`;
}
