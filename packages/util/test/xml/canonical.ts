import { XMLNS_NAMESPACE, type XmlElement, type XmlNode } from '@tsvirt/util/xml';

/** A tree as Canonical XML 1.0 with comments, to be compared with what xmllint makes of the same document. */
export function canonical(root: XmlElement): string {
  return elementText(root, new Map());
}

/** @param shown the namespace declarations that the output has in force, by prefix */
function elementText(element: XmlElement, shown: ReadonlyMap<string, string>): string {
  const inForce = new Map(shown);
  let out = `<${element.name}`;
  const declared = element.attributes.filter(a => a.namespace === XMLNS_NAMESPACE);
  const byPrefix = declared.map(a => [a.prefix === undefined ? '' : a.local, a.value] as const);
  for (const [prefix, uri] of byPrefix.toSorted(([a], [b]) => compare(a, b))) {
    if ((inForce.get(prefix) ?? '') === uri || prefix === 'xml') continue;
    inForce.set(prefix, uri);
    out += ` ${prefix === '' ? 'xmlns' : `xmlns:${prefix}`}="${escaped(uri, /[&<"\t\n\r]/g)}"`;
  }
  const attributes = element.attributes.filter(a => a.namespace !== XMLNS_NAMESPACE);
  attributes.sort((a, b) => compare(a.namespace ?? '', b.namespace ?? '') || compare(a.local, b.local));
  for (const a of attributes) out += ` ${a.name}="${escaped(a.value, /[&<"\t\n\r]/g)}"`;
  return `${out}>${element.children.map(node => nodeText(node, inForce)).join('')}</${element.name}>`;
}

function nodeText(node: XmlNode, shown: ReadonlyMap<string, string>): string {
  switch (node.kind) {
    case 'element':
      return elementText(node, shown);
    case 'text':
      return escaped(node.text, /[&<>\r]/g);
    case 'comment':
      return `<!--${node.text}-->`;
    default:
      return node.data === '' ? `<?${node.target}?>` : `<?${node.target} ${node.data}?>`;
  }
}

/** Order by code points, which for UTF-8 is the order of bytes. */
function compare(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

const references: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ['\t', '&#x9;'],
  ['\n', '&#xA;'],
  ['\r', '&#xD;'],
]);

function escaped(text: string, specials: RegExp): string {
  return text.replace(specials, character => references.get(character) ?? character);
}
