import type { XmlElement, XmlWriter } from '@tsvirt/util/xml';

/** Writes elements of a driver's own in the layout of all others: text stays in its line, elements have lines of their own. */
export function writeTree(xml: XmlWriter, node: XmlElement): void {
  xml.open(node.name);
  for (const { name, value } of node.attributes) xml.attribute(name, value);
  const hasElements = node.children.some(({ kind }) => kind === 'element');
  for (const child of node.children) {
    if (child.kind === 'element') writeTree(xml, child);
    // Between elements there is nothing but the layout.
    else if (child.kind === 'text' && !hasElements) xml.text(child.text);
  }
  xml.close();
}
