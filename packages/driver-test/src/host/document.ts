import { type ErrorDomain, VirtError } from '@tsvirt/util';
import { attribute, child, readXml, textOf, type XmlElement, type XmlNode } from '@tsvirt/util/xml';

/**
 * Reads a document of one of the API's object kinds.
 * @param name what messages call the document: `network_definition`
 * @throws VirtError XML_DETAIL when it is not well-formed; XML_ERROR when its root is another element
 */
export function readDocument(xml: string, root: string, domain: ErrorDomain, name: string): XmlElement {
  const element = readXml(xml, { domain, name: `(${name})` });
  if (element.name !== root)
    throw new VirtError('XML_ERROR', 'XML', `expecting root element of '${root}', not '${element.name}'`);
  return element;
}

/** The text of a child element, blanks around it taken away; undefined when it is absent or empty. */
export function childText(element: XmlElement, name: string): string | undefined {
  const found = child(element, name);
  const text = found === undefined ? '' : textOf(found).trim();
  return text === '' ? undefined : text;
}

/** An attribute of a child element. */
export function childAttribute(element: XmlElement, name: string, attributeName: string): string | undefined {
  const found = child(element, name);
  return found === undefined ? undefined : attribute(found, attributeName);
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
