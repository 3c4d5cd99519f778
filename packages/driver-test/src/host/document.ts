import { type ErrorDomain, normalizeUuid, randomUuid, type Uuid, VirtError } from '@tsvirt/util';
import { attribute, child, readXml, textOf, type XmlElement } from '@tsvirt/util/xml';

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

/**
 * The uuid that a document names, or a new one.
 * @throws VirtError XML_ERROR for one that cannot be read
 */
export function documentUuid(element: XmlElement, domain: ErrorDomain): Uuid {
  const text = childText(element, 'uuid');
  if (text === undefined) return randomUuid();
  const uuid = normalizeUuid(text);
  if (uuid === undefined) throw new VirtError('XML_ERROR', domain, `malformed uuid element '${text}'`);
  return uuid;
}
