import { expect, test } from 'vitest';
import { readForeignXml } from './foreign.js';
import { attribute, child, textOf } from '../xml/navigation.js';
import { readXml } from '../xml/reader.js';

const envelope = `<?xml version="1.0" encoding="UTF-8"?>
<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns="urn:vim25">
  <soap:Body>
    <Answer xsi:type="x" port="0x10" n=" 007 ">&#65;&amp;&#x1F600;&copy;</Answer>
  </soap:Body>
</soap:Envelope>
`;

test('a SOAP answer is read into elements with namespaces, values as they were written', () => {
  const root = readForeignXml(envelope);
  expect(root).toMatchObject({ name: 'soap:Envelope', local: 'Envelope', line: 2, column: 1 });
  const body = root.children.find(node => node.kind === 'element');
  const answer = body?.children.find(node => node.kind === 'element');
  if (answer === undefined) throw new Error('no answer');
  expect(answer).toMatchObject({ namespace: 'urn:vim25', line: 4, column: 5 });
  expect(attribute(answer, 'port')).toBe('0x10');
  expect(attribute(answer, 'n')).toBe(' 007 ');
  expect(textOf(answer)).toBe('A&\u{1f600}&copy;');
});

test('a clean document gives the tree that the strict reader gives', () => {
  const document = '<a b="1&#10;2"><c>x &lt; y</c><!-- z --><![CDATA[<raw>]]><q:d xmlns:q="urn:q" q:e="&quot;"/></a>';
  const withoutPlaces = (tree: unknown): unknown =>
    JSON.parse(
      JSON.stringify(tree, (key: string, value: unknown) => (key === 'line' || key === 'column' ? undefined : value)),
    );
  expect(withoutPlaces(readForeignXml(document))).toEqual(withoutPlaces(readXml(document)));
});

test('a plain document type is passed over, one with declarations refused', () => {
  expect(readForeignXml('<!DOCTYPE plist PUBLIC "-//x" "http://x/y.dtd"><plist/>').name).toBe('plist');
  expect(() => readForeignXml('<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>')).toThrow(/declarations/);
  expect(() => readForeignXml('<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>')).toThrow(
    /declarations/,
  );
});

test.each([
  '',
  '<a>',
  '<a></b>',
  '<a/><b/>',
  'text',
  '<a b=c/>',
  '<constructor/>',
  `${'<a>'.repeat(200)}${'</a>'.repeat(200)}`,
])('%j is refused', document => {
  expect(() => readForeignXml(document, { domain: 'ESX' })).toThrow(
    expect.objectContaining({ code: 'XML_DETAIL', domain: 'ESX' }),
  );
});

test('size is bounded', () => {
  expect(() => readForeignXml(`<a>${' '.repeat(1000)}</a>`, { maxBytes: 1000 })).toThrow(/larger than 1000/);
  expect(child(readForeignXml(new TextEncoder().encode('<a><b/></a>')), 'b')?.name).toBe('b');
});
