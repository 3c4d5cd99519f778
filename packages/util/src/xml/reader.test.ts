import { describe, expect, test } from 'vitest';
import { VirtError } from '../virt-error.js';
import { XmlFault } from './fault.js';
import { XML_NAMESPACE, XMLNS_NAMESPACE, type XmlElement } from './node.js';
import { readXml, type XmlReadOptions } from './reader.js';

function faultOf(source: string | Uint8Array, options: XmlReadOptions = {}): VirtError {
  try {
    readXml(source, options);
  } catch (reason) {
    if (VirtError.is(reason)) return reason;
    throw reason;
  }
  throw new Error('no fault found');
}

function placeOf(source: string | Uint8Array): [number, number] {
  const { cause } = faultOf(source);
  if (!(cause instanceof XmlFault)) throw new Error('no position');
  return [cause.line, cause.column];
}

/** Names and texts only, blanks marked by underscores. */
function outline(element: XmlElement): string {
  const inner = element.children.map(node => {
    if (node.kind === 'element') return outline(node);
    if (node.kind === 'text') return node.cdata ? `[${node.text}]` : node.text.replace(/\s/g, '_');
    return node.kind === 'comment' ? '!' : '?';
  });
  return `${element.name}(${inner.join(',')})`;
}

describe('what is read', () => {
  test('elements, attributes, text, CDATA, comments and instructions, each with its position', () => {
    const root = readXml(
      '<?xml version="1.0"?>\n\n<!-- c -->\n<a b="1"\n   c=\'2\'> <d/>\n<!--x-->text<?p  q r ?><![CDATA[<z>]]></a>',
    );
    expect(root).toEqual({
      kind: 'element',
      name: 'a',
      prefix: undefined,
      local: 'a',
      namespace: undefined,
      line: 4,
      column: 1,
      attributes: [
        { name: 'b', prefix: undefined, local: 'b', namespace: undefined, value: '1', line: 4, column: 4 },
        { name: 'c', prefix: undefined, local: 'c', namespace: undefined, value: '2', line: 5, column: 4 },
      ],
      children: [
        expect.objectContaining({ name: 'd', line: 5, column: 11 }),
        { kind: 'comment', text: 'x', line: 6, column: 1 },
        { kind: 'text', text: 'text', cdata: false, line: 6, column: 9 },
        { kind: 'instruction', target: 'p', data: 'q r ', line: 6, column: 13 },
        { kind: 'text', text: '<z>', cdata: true, line: 6, column: 24 },
      ],
    });
  });

  test('references are decoded, and only they carry line ends into attributes', () => {
    const root = readXml('<a b="1\t2\n3\r\n4&#9;&#10;&#13;&lt;&quot;">\r\n&amp;&#x1F600;\r&gt;&apos;</a>');
    expect(root.attributes[0]?.value).toBe('1 2 3 4\t\n\r<"');
    expect(root.children).toMatchObject([{ text: "\n&\u{1f600}\n>'" }]);
  });

  test('names that are JavaScript’s own are plain names', () => {
    const root = readXml('<constructor __proto__="1" toString="2"><__proto__/><hasOwnProperty/></constructor>');
    expect(outline(root)).toBe('constructor(__proto__(),hasOwnProperty())');
    expect(root.attributes.map(({ name, value }) => [name, value])).toEqual([
      ['__proto__', '1'],
      ['toString', '2'],
    ]);
  });

  test('a document may claim any version 1.x, and is read by the rules of 1.0', () => {
    expect(readXml('<?xml version="1.1"?><a>\u0085</a>').children).toMatchObject([{ text: '\u0085' }]);
    expect(faultOf('<?xml version="1.1"?><a>&#1;</a>').code).toBe('XML_DETAIL');
    expect(faultOf('<?xml version="2.0"?><a/>').code).toBe('XML_DETAIL');
  });
});

describe('namespaces', () => {
  test('prefixes and the default namespace are resolved, and end with their element', () => {
    const root = readXml('<a><b xmlns="urn:d" xmlns:q="urn:q" q:x="1" y="2"><q:c/><d xmlns=""/></b><e q:z="1"/></a>');
    const [b, e] = root.children;
    expect(b).toMatchObject({
      local: 'b',
      namespace: 'urn:d',
      attributes: [
        { name: 'xmlns', namespace: XMLNS_NAMESPACE, prefix: undefined },
        { name: 'xmlns:q', namespace: XMLNS_NAMESPACE, local: 'q' },
        { name: 'q:x', namespace: 'urn:q', local: 'x', prefix: 'q' },
        { name: 'y', namespace: undefined },
      ],
      children: [
        { name: 'q:c', local: 'c', namespace: 'urn:q' },
        { name: 'd', namespace: undefined },
      ],
    });
    expect(e).toMatchObject({ namespace: undefined, attributes: [{ local: 'q:z', namespace: undefined }] });
  });

  test('a prefix that nothing binds is part of the name, as libxml2 has it', () => {
    for (const name of ['q:name', ':name', 'name:', 'a:b:c']) {
      const [child] = readXml(`<domain><${name}/></domain>`).children;
      expect(child).toMatchObject({ name, local: name, prefix: undefined, namespace: undefined });
    }
  });

  test('the prefix xml is always bound, and stays so', () => {
    const root = readXml('<a xmlns:xml="urn:other" xml:lang="de"/>');
    expect(root.attributes[1]).toMatchObject({ local: 'lang', namespace: XML_NAMESPACE });
  });
});

describe('blank text', () => {
  test.each([
    // What xmllint --noblanks (2.9.14) leaves of each.
    ['<f>\n <a/>\n <b/>\n</f>', 'f(a(),b())'],
    ['<f> </f>', 'f(_)'],
    ['<f> <!--x--> </f>', 'f(!)'],
    ['<f>x<b/> <c/></f>', 'f(x,b(),_,c())'],
    ['<f><b/> <c/>x <d/> <e/></f>', 'f(b(),c(),x_,d(),e())'],
    ['<f><a/> &amp;<b/> <c/></f>', 'f(a(),_&,b(),_,c())'],
    ['<f>&#32; <a/></f>', 'f(__,a())'],
    ['<f><b/>x&amp; y<c/> <d/></f>', 'f(b(),x&_y,c(),_,d())'],
    ['<f><b/>x&amp;y<c/> <d/></f>', 'f(b(),x&y,c(),d())'],
    ['<f><b/>x\r\ny<c/> <d/></f>', 'f(b(),x_y,c(),_,d())'],
    ['<f><b/>\u00e9<c/> <d/></f>', 'f(b(),\u00e9,c(),_,d())'],
    ['<f><![CDATA[x]]> <b/></f>', 'f([x],b())'],
    ["<f xml:space='preserve'> <a xml:space='default'> <b/></a></f>", 'f(_,a(b()))'],
    ['<f><a> <b/></a>x<a> <b/></a></f>', 'f(a(b()),x,a(b()))'],
  ])('%s', (document, expected) => {
    expect(outline(readXml(document))).toBe(expected);
  });

  test('is kept on demand', () => {
    expect(outline(readXml('<f>\n <a/> </f>', { blanks: 'keep' }))).toBe('f(__,a(),_)');
  });
});

describe('faults', () => {
  test('read as libvirt reports them: code, domain, name, line, context and caret', () => {
    const error = faultOf("<domain type='test'>\n  <name>x</nam>\n</domain>", {
      domain: 'DOMAIN',
      name: '(domain_definition)',
    });
    expect(error.codeNumber).toBe(35);
    expect(error.domainNumber).toBe(20);
    expect(error.str1).toBe('%s');
    expect(error.message).toBe(
      '(domain_definition):2: Opening and ending tag mismatch: name line 2 and nam\n  <name>x</nam>\n---------------^',
    );
  });

  test.each([
    // The phrases are those of libvirt 9.0.0 with libxml2 2.9.14.
    ['', 'Document is empty'],
    [' \n', "Start tag expected, '<' not found"],
    ['hello', "Start tag expected, '<' not found"],
    ['<a/><b/>', 'Extra content at the end of the document'],
    ['<a/>x', 'Extra content at the end of the document'],
    ['<a/></b>', 'Extra content at the end of the document'],
    ['<a><b>', 'Premature end of data in tag b line 1'],
    ["<a b='1' b='2'/>", 'Attribute b redefined'],
    ['<a>&e;</a>', "Entity 'e' not defined"],
    ['<a>&__proto__;</a>', "Entity '__proto__' not defined"],
    ['<a>&constructor;</a>', "Entity 'constructor' not defined"],
    ["<a b='<'/>", "Unescaped '<' not allowed in attributes values"],
    ['<a b=c/>', 'AttValue: " or \' expected'],
    ["<a b='1'c='2'/>", 'attributes construct error'],
    ['<a>]]></a>', "Sequence ']]>' not allowed in content"],
    [' <?xml version="1.0"?><a/>', 'XML declaration allowed only at the start of the document'],
    ['<?xml version="1.0" encoding="nonsense"?><a/>', 'Unsupported encoding nonsense'],
    ['<a></a b>', "expected '>'"],
    ['<!DOCTYPE a><a/>', 'a document type declaration is not accepted'],
    ['<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>', 'a document type declaration is not accepted'],
  ])('%j: %s', (document, phrase) => {
    const { detail = '', cause } = faultOf(document);
    expect(detail.slice(detail.indexOf(': ') + 2, detail.indexOf('\n'))).toBe(phrase);
    expect(cause).toBeInstanceOf(XmlFault);
  });

  test.each([
    '<a>\u0001</a>',
    '<a>\u0000</a>',
    '<a>\uffff</a>',
    '<a b="\ud800"/>',
    '<a>\udc00\ud800</a>',
    '<a>&#xD800;</a>',
    '<a>&#x110000;</a>',
    '<a>&#;</a>',
  ])('%j holds what no document may hold', document => {
    expect(faultOf(document).code).toBe('XML_DETAIL');
  });

  test('the position counts lines from 1 and columns from 1', () => {
    expect(placeOf('<a>\n  <b c=d/>\n</a>')).toEqual([2, 8]);
    expect(placeOf('<a>\r\n</b>')).toEqual([2, 5]);
    expect(placeOf('<a/>\n\n  <b/>')).toEqual([3, 3]);
  });

  test('a long line is cut around the fault', () => {
    const { message } = faultOf(`<a>${'x'.repeat(100_000)}&e;${'y'.repeat(100_000)}</a>`);
    expect(message.length).toBeLessThan(4000);
    expect(message).toContain('&e;');
  });
});

describe('limits', () => {
  test('depth: 256 elements inside each other as in libxml2', () => {
    const nested = (depth: number): string => '<a>'.repeat(depth) + '</a>'.repeat(depth);
    expect(readXml(nested(256)).name).toBe('a');
    expect(faultOf(nested(257)).detail).toContain('Excessive depth in document: 256');
    expect(faultOf(nested(4), { maxDepth: 3 }).code).toBe('XML_DETAIL');
  });

  test('nodes of all kinds together', () => {
    expect(readXml('<a b=""><!-- --></a>', { maxNodes: 3 }).name).toBe('a');
    expect(faultOf('<a b=""><!-- -->x</a>', { maxNodes: 3 }).detail).toContain('more than 3 elements');
  });

  test('size and attributes', () => {
    expect(faultOf(`<a>${' '.repeat(100)}</a>`, { maxBytes: 100 }).detail).toContain('larger than 100 bytes');
    expect(faultOf(new Uint8Array(101), { maxBytes: 100 }).detail).toContain('larger than 100 bytes');
    expect(faultOf('<a b="" c="" d=""/>', { maxAttributes: 2 }).detail).toContain('more than 2 attributes');
  });
});

describe('bytes', () => {
  const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
  const single = (text: string): Uint8Array => Uint8Array.from(text, c => c.charCodeAt(0));
  const textOf = (bytes: Uint8Array): unknown => readXml(bytes).children[0];

  test('are UTF-8 unless they say otherwise', () => {
    expect(textOf(utf8('<a>é\u{1f600}</a>'))).toMatchObject({ text: 'é\u{1f600}' });
    expect(textOf(utf8('\ufeff<?xml version="1.0" encoding="latin1"?><a>é</a>'))).toMatchObject({ text: 'é' });
    expect(textOf(utf8('<?xml version="1.0" encoding="UTF-16"?><a>é</a>'))).toMatchObject({ text: 'é' });
  });

  test('are decoded by the encoding that they declare', () => {
    expect(textOf(single('<?xml version="1.0" encoding="ISO-8859-1"?><a>\xe9\x85</a>'))).toMatchObject({
      text: 'é\x85',
    });
    expect(textOf(single("<?xml version='1.0' encoding='windows-1251'?><a>\xe9</a>"))).toMatchObject({ text: 'й' });
    expect(textOf(single('<?xml version="1.0" encoding="US-ASCII"?><a>x</a>'))).toMatchObject({ text: 'x' });
    expect(faultOf(single('<?xml version="1.0" encoding="US-ASCII"?><a>\xe9</a>')).code).toBe('XML_DETAIL');
    expect(faultOf(single('<?xml version="1.0" encoding="klingon"?><a/>')).detail).toContain(
      'Unsupported encoding klingon',
    );
  });

  test('in UTF-16 are known by their mark or their zero bytes', () => {
    const wide = (text: string, little: boolean): Uint8Array =>
      Uint8Array.from(Array.from(text).flatMap(c => (little ? [c.charCodeAt(0), 0] : [0, c.charCodeAt(0)])));
    expect(textOf(Uint8Array.of(0xff, 0xfe, ...wide('<a>x</a>', true)))).toMatchObject({ text: 'x' });
    expect(textOf(Uint8Array.of(0xfe, 0xff, ...wide('<a>x</a>', false)))).toMatchObject({ text: 'x' });
    expect(textOf(wide('<?xml version="1.0"?><a>x</a>', true))).toMatchObject({ text: 'x' });
    expect(textOf(wide('<?xml version="1.0"?><a>x</a>', false))).toMatchObject({ text: 'x' });
  });

  test('that are not UTF-8 are found where they are', () => {
    expect(placeOf(Uint8Array.of(...utf8('<a>\n\ufffdé'), 0xff, ...utf8('</a>')))).toEqual([2, 3]);
    expect(placeOf(Uint8Array.of(...utf8('<a>'), 0xc0, 0x80))).toEqual([1, 4]);
    expect(placeOf(Uint8Array.of(...utf8('<a>'), 0xe2, 0x82))).toEqual([1, 4]);
  });
});
