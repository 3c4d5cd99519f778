import { expect, test } from 'vitest';
import { formatDocument, parseDocument, validateDocument } from './index.js';

test('the root element tells the kind, and the kind the type of the value', () => {
  const document = parseDocument(
    "<secret ephemeral='yes' private='no'><uuid>c7a5fdbdedaf9455926ad65c16db1809</uuid></secret>",
  );
  expect(document.kind).toBe('secret');
  if (document.kind !== 'secret') throw new Error('not a secret');
  expect(document.value.ephemeral).toBe(true);
  expect(formatDocument('secret', document.value)).toContain('<uuid>c7a5fdbd-edaf-9455-926a-d65c16db1809</uuid>');
});

test('a document of another kind than asked for is refused with its place', () => {
  expect(() => parseDocument('<pool/>', { kind: 'network' })).toThrow(
    /expecting root element of 'network', not 'pool'/,
  );
  expect(() => parseDocument('\n  <netwrok/>')).toThrow(/line 2, column 3.*perhaps 'network'/);
});

test('unknown parts are listed with places and likely names, or refused', () => {
  const xml = `<network>\n<name>n</name>\n<bridge nmae='b'/><fooo/></network>`;
  expect(parseDocument(xml, { unknown: 'report' }).ignored).toEqual([
    { path: '/network/bridge/@nmae', line: 3, column: 9, nearest: 'name' },
    { path: '/network/fooo', line: 3, column: 19, nearest: undefined },
  ]);
  expect(() => parseDocument(xml, { unknown: 'refuse' })).toThrow(
    expect.objectContaining({ code: 'XML_INVALID_SCHEMA', cause: expect.objectContaining({ line: 3, column: 9 }) }),
  );
});

test('validation finds contradictions between elements', () => {
  const { value } = parseDocument("<network><name>n</name><forward mode='nat'/></network>", { kind: 'network' });
  expect(() => validateDocument('network', value)).toThrow(expect.objectContaining({ domain: 'NETWORK' }));
});

test.each([
  ['', 'missing capacity element'],
  ['<capacity>5</capacity><target><compat>new</compat></target>', 'compat'],
])('a volume with %j is refused', (parts, detail) => {
  const { value } = parseDocument(`<volume><name>v</name>${parts}</volume>`, { kind: 'storage-volume' });
  expect(() => validateDocument('storage-volume', value)).toThrow(
    expect.objectContaining({ domain: 'STORAGE', message: expect.stringContaining(detail) }),
  );
});

test('the second of what there is one of is listed, and refused', () => {
  const xml =
    "<network><name>n</name>\n<mtu size='9000'/><mtu size='1500'/><ip address='10.0.0.1'/><ip address='10.1.0.1'/></network>";
  expect(parseDocument(xml, { unknown: 'report' }).ignored).toEqual([
    { path: '/network/mtu[2]', line: 2, column: 19, nearest: undefined, repeats: true },
  ]);
  expect(() => parseDocument(xml, { unknown: 'refuse' })).toThrow(/a repetition/);
});
