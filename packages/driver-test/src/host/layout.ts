import { child, type XmlElement, type XmlNode, XmlWriter } from '@tsvirt/util/xml';

/** Writes an element as libvirt lays out its own documents; comments and blanks between elements are left out. */
export function layOut(element: XmlElement): string {
  const xml = new XmlWriter();
  write(xml, element);
  return xml.toString();
}

function write(xml: XmlWriter, element: XmlElement): void {
  xml.open(element.name);
  for (const { name, value } of element.attributes) xml.attribute(name, value);
  const elements = element.children.filter(node => node.kind === 'element');
  if (elements.length > 0) for (const node of elements) write(xml, node);
  else {
    const text = element.children.map(node => (node.kind === 'text' ? node.text : '')).join('');
    if (text.trim() !== '') xml.text(text.trim());
  }
  xml.close();
}

/** An element that no document holds yet. */
export function makeElement(
  name: string,
  attributes: Readonly<Record<string, string>> = {},
  children: readonly XmlNode[] = [],
): XmlElement {
  const at = { line: 0, column: 0 };
  return {
    kind: 'element',
    name,
    prefix: undefined,
    local: name,
    namespace: undefined,
    attributes: Object.entries(attributes).map(([key, value]) => ({
      name: key,
      prefix: undefined,
      local: key,
      namespace: undefined,
      value,
      ...at,
    })),
    children: [...children],
    ...at,
  };
}

/** An element that holds text. */
export function makeLeaf(name: string, text: string): XmlElement {
  return makeElement(name, {}, [{ kind: 'text', text, cdata: false, line: 0, column: 0 }]);
}

/** The element with its children in this order, those of other names left out. */
export function arranged(element: XmlElement, order: readonly string[]): XmlElement {
  const children = order.flatMap(name =>
    element.children.filter(node => node.kind === 'element' && node.name === name),
  );
  return { ...element, children };
}

/** The element with a child put in place of the first of its name, or added at the end. */
export function withChild(element: XmlElement, replacement: XmlElement): XmlElement {
  const old = child(element, replacement.name);
  if (old === undefined) return { ...element, children: [...element.children, replacement] };
  return { ...element, children: element.children.map(node => (node === old ? replacement : node)) };
}
