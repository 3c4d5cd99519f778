import { describe, expect, test } from 'vitest';
import { readXml } from './reader.js';
import { formatElement } from './subtree.js';
import { attributeStart, readyAttribute, ReadyName } from './ready-parts.js';
import { XmlWriter } from './writer.js';

describe('XmlWriter', () => {
  test('lays a document out as libvirt does', () => {
    const writer = new XmlWriter();
    writer.open('domain').attribute('type', 'test').attribute('id', 1).attribute('absent', undefined);
    writer
      .leaf('name', 'web')
      .open('memory')
      .attribute('unit', 'KiB')
      .text(1n << 60n)
      .close();
    writer.open('features').open('acpi').close().close().open('devices').body().close().close();
    expect(writer.toString()).toBe(`<domain type='test' id='1'>
  <name>web</name>
  <memory unit='KiB'>1152921504606846976</memory>
  <features>
    <acpi/>
  </features>
  <devices>
  </devices>
</domain>
`);
  });

  test('starts at the depth that it is given', () => {
    expect(new XmlWriter({ depth: 2 }).open('a').open('b').close().close().toString()).toBe(
      '    <a>\n      <b/>\n    </a>\n',
    );
  });

  test('escapes quotes in text as well, as libvirt 9.0.0 does', () => {
    const value = 't&<>"\'\ty\u007f\u0085 \u00e9\u{1f600}';
    const written = new XmlWriter().open('a').attribute('b', value).text(value).close().toString();
    expect(written).toBe(
      "<a b='t&amp;&lt;&gt;&quot;&apos;&#9;y\u007f\u0085 \u00e9\u{1f600}'>t&amp;&lt;&gt;&quot;&apos;\ty\u007f\u0085 \u00e9\u{1f600}</a>\n",
    );
  });

  test('writes line ends so that they are read back', () => {
    const written = new XmlWriter().open('a').attribute('b', '1\n2\r\n3\t').text('\n1\r\n2\t').close().toString();
    expect(written).toBe("<a b='1&#10;2&#13;&#10;3&#9;'>\n1&#13;\n2\t</a>\n");
    expect(readXml(written)).toMatchObject({
      attributes: [{ value: '1\n2\r\n3\t' }],
      children: [{ text: '\n1\r\n2\t' }],
    });
  });

  test('drops what XML cannot hold', () => {
    expect(
      new XmlWriter().open('a').attribute('b', '\u0000x\ud800').text('\u0001y\uffff\u{1f600}').close().toString(),
    ).toBe("<a b='x'>y\u{1f600}</a>\n");
  });

  test('keeps elements inside of text on its line', () => {
    expect(new XmlWriter().open('a').text('x').open('b').close().text('y').close().toString()).toBe('<a>x<b/>y</a>\n');
  });

  test.each([0, 2])('writes ready parts as it writes others, from level %i on', depth => {
    const ready = new ReadyName('a');
    function written(name: string | ReadyName, isReady: boolean): string {
      const writer = new XmlWriter({ depth });
      const attributes = (): void => {
        for (const value of ["x'y", 7, 7n]) {
          if (isReady) writer.prepared(attributeStart('b'), value).ready(readyAttribute('c', '<'));
          else writer.attribute('b', value).attribute('c', '<');
        }
      };
      writer.leaf(name, '&').open(name);
      attributes();
      writer.leaf(name, 1).leaf(name, '').open(name).close().open(name).body().close();
      writer.open(name);
      attributes();
      writer.text('t').leaf(name, 't').open(name).open(name).close().close().open(name);
      attributes();
      writer.close().close().open(name);
      attributes();
      writer.body().comment('c').close().open(name);
      attributes();
      return writer.close().close().toString();
    }
    expect(written(ready, true)).toBe(written('a', false));
    expect(written(ready, true)).toContain(" b='7' c='&lt;'/>\n");
  });

  test('sets hyphens in comments apart', () => {
    expect(new XmlWriter().comment(' a--b---').open('c').close().toString()).toBe('<!-- a- -b- - - -->\n<c/>\n');
    expect(readXml(new XmlWriter().comment('-').open('c').close().toString()).name).toBe('c');
  });

  test('refuses what would not be a document', () => {
    expect(() => new XmlWriter().close()).toThrow();
    expect(() => new XmlWriter().text('x')).toThrow();
    expect(() => new XmlWriter().open('a').text('x').attribute('b', 'c')).toThrow();
    expect(() => new XmlWriter().open('a').toString()).toThrow(/a is not closed/);
  });
});

describe('a subtree', () => {
  // Left what went into <metadata>, right what libvirt 9.0.0 returned.
  test.each([
    [
      `<q:foo xmlns:q='urn:q' a="x&quot;y'z" b='&amp;&lt;&gt;&#9;&#10;&#13;é'><bar/><baz></baz>text<!-- c --><![CDATA[a<b&c]]><?pi some data?><q:deep  z = '1'>\n   <x>1</x>\n </q:deep></q:foo>`,
      `<q:foo xmlns:q="urn:q" a="x&quot;y'z" b="&amp;&lt;&gt;&#9;&#10;&#13;&#xE9;"><bar/><baz/>text<!-- c --><![CDATA[a<b&c]]><?pi some data?><q:deep z="1"><x>1</x></q:deep></q:foo>`,
    ],
    [
      `<foo xmlns='urn:f'><bar xmlns=''/>mixed <b>x</b> tail&amp;&lt;&gt;&quot;'&#13;&#9;&#10;\u00a0</foo>`,
      `<foo xmlns="urn:f"><bar xmlns=""/>mixed <b>x</b> tail&amp;&lt;&gt;"'&#13;\t\n\u00a0</foo>`,
    ],
    [
      "<p:x xmlns:p='urn:p' p:a='1' b='2'><p:y/></p:x>",
      '<p:x xmlns:p="urn:p" p:a="1" b="2">\n      <p:y/>\n    </p:x>',
    ],
    [
      "<q:z xmlns:q='urn:q'>\n\n  <q:y><!-- in --></q:y>\n  <w>a<v/></w></q:z>",
      '<q:z xmlns:q="urn:q">\n      <q:y>\n        <!-- in -->\n      </q:y>\n      <w>a<v/></w>\n    </q:z>',
    ],
    [
      "<q:z xmlns:q='urn:q'><a>x<b/></a><c><b/><d>]]&gt;</d></c><f><![CDATA[x]]><b/></f><g><?p?></g><h><!--c--><i/></h></q:z>",
      '<q:z xmlns:q="urn:q">\n      <a>x<b/></a>\n      <c>\n        <b/>\n        <d>]]&gt;</d>\n      </c>\n      <f><![CDATA[x]]><b/></f>\n      <g>\n        <?p?>\n      </g>\n      <h>\n        <!--c-->\n        <i/>\n      </h>\n    </q:z>',
    ],
    [
      "<q:foo xmlns:q='u' xml:space='preserve' xml:lang='de' z='1'> <a/> <b xml:space='default'> <c/> </b></q:foo>",
      '<q:foo xmlns:q="u" xml:space="preserve" xml:lang="de" z="1"> <a/> <b xml:space="default"><c/></b></q:foo>',
    ],
    ["<q:foo xmlns:q='u'><a/> text <c/> <d/></q:foo>", '<q:foo xmlns:q="u"><a/> text <c/> <d/></q:foo>'],
    ["<q:foo xmlns:q='u'><![CDATA[]]></q:foo>", '<q:foo xmlns:q="u"><![CDATA[]]></q:foo>'],
    ["<q:foo xmlns:q='u' p:a='1'><w:x/></q:foo>", '<q:foo xmlns:q="u" p:a="1">\n      <w:x/>\n    </q:foo>'],
    ["<q:foo xmlns:q='u'> &amp; <b/>\r\n<c/> \r <d/></q:foo>", '<q:foo xmlns:q="u"> &amp; <b/>\n<c/> \n <d/></q:foo>'],
  ])('%s', (given, returned) => {
    const written = new XmlWriter({ depth: 2 }).element(readXml(given)).toString();
    expect(written).toBe(`    ${returned}\n`);
  });

  test('takes its namespaces along', () => {
    const [metadata] = readXml(
      "<domain xmlns:q='urn:q' xmlns:r='urn:r' xmlns:unused='u'><metadata><q:foo q:a='1'><r:bar/></q:foo></metadata></domain>",
    ).children;
    if (metadata?.kind !== 'element') throw new Error('no metadata');
    expect(formatElement(metadata)).toBe(
      '<metadata xmlns:q="urn:q" xmlns:r="urn:r">\n  <q:foo q:a="1">\n    <r:bar/>\n  </q:foo>\n</metadata>',
    );
    const [foo] = metadata.children;
    if (foo?.kind !== 'element') throw new Error('no element');
    expect(formatElement(foo)).toBe('<q:foo xmlns:q="urn:q" xmlns:r="urn:r" q:a="1">\n  <r:bar/>\n</q:foo>');
  });

  test('that is in an inherited default namespace stays in it', () => {
    const [inner] = readXml("<a xmlns='urn:d'><b><c xmlns=''/></b></a>").children;
    if (inner?.kind !== 'element') throw new Error('no element');
    expect(formatElement(inner)).toBe('<b xmlns="urn:d">\n  <c xmlns=""/>\n</b>');
  });

  test('made by hand cannot end its CDATA, comment or instruction early', () => {
    const root = readXml('<a/>');
    const at = { line: 0, column: 0 };
    root.children.push(
      { kind: 'text', text: 'x]]>y', cdata: true, ...at },
      { kind: 'comment', text: '-->-', ...at },
      { kind: 'instruction', target: 'p', data: '?>', ...at },
    );
    const again = readXml(formatElement(root), { blanks: 'keep' });
    expect(again.children.map(({ kind }) => kind)).toEqual(['text', 'text', 'comment', 'instruction']);
  });
});
