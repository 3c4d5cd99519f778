import { VirtError } from '@tsvirt/util';
import { formatElement, readXml, type XmlElement, type XmlNode } from '@tsvirt/util/xml';
import { makeElement } from '../host/document.js';

const xmlnsUri = 'http://www.w3.org/2000/xmlns/';

/** What can hold metadata: a domain's definition, a network's. */
interface WithMetadata {
  readonly metadata?: XmlElement | undefined;
}

/** Metadata of one namespace as a caller gets it: its own namespace is taken out again. Undefined when there is none. */
export function metadataIn({ metadata }: WithMetadata, uri: string): string | undefined {
  const found = metadata?.children.find(node => node.kind === 'element' && node.namespace === uri);
  return found?.kind === 'element' ? formatElement(withoutNamespace(found, uri)) : undefined;
}

/**
 * The definition with other metadata in one namespace; undefined takes it away.
 * @param key prefix of the namespace in the document
 * @throws VirtError XML_DETAIL for text that is not well-formed
 */
export function withMetadata<D extends WithMetadata>(
  definition: D,
  uri: string,
  key: string,
  text: string | undefined,
): D {
  const others = definition.metadata?.children.filter(node => node.kind !== 'element' || node.namespace !== uri) ?? [];
  const added: XmlNode[] = [];
  if (text !== undefined) {
    const element = parse(text);
    checkKey(element, uri, key);
    added.push(declared(inNamespace(element, uri, key), uri, key));
  }
  const children = [...others, ...added];
  if (!children.some(node => node.kind === 'element')) return { ...definition, metadata: undefined };
  return { ...definition, metadata: { ...(definition.metadata ?? makeElement('metadata')), children } };
}

/** The key must be a prefix that a document can declare, and that the element does not use for something else. */
function checkKey(element: XmlElement, uri: string, key: string): void {
  const own = element.attributes.find(attribute => attribute.name === `xmlns:${key}`);
  if (!/^[\p{L}_][\p{L}\p{M}\p{N}_.\-\u00b7]*$/u.test(key.trim()) || key === 'xml')
    throw new VirtError('INTERNAL_ERROR', 'XML', `'${key}' cannot be the prefix of an XML namespace`);
  if (own !== undefined)
    throw new VirtError('INTERNAL_ERROR', 'XML', `the prefix '${key}' is taken, so '${uri}' cannot have it`);
}

function parse(text: string): XmlElement {
  return readXml(text, { domain: 'DOMAIN', name: '(metadata_xml)' });
}

/** Elements without a namespace get the caller's. */
function inNamespace(element: XmlElement, uri: string, key: string): XmlElement {
  const children = element.children.map(node => (node.kind === 'element' ? inNamespace(node, uri, key) : node));
  if (element.namespace !== undefined) return { ...element, children };
  return { ...element, name: `${key}:${element.local}`, prefix: key, namespace: uri, children };
}

function declared(element: XmlElement, uri: string, key: string): XmlElement {
  const name = `xmlns:${key}`;
  if (element.attributes.some(attribute => attribute.name === name)) return element;
  const declaration = { name, prefix: 'xmlns', local: key, namespace: xmlnsUri, value: uri, line: 0, column: 0 };
  const declarations = element.attributes.filter(isDeclaration);
  const others = element.attributes.filter(attribute => !isDeclaration(attribute));
  return { ...element, attributes: [...declarations, declaration, ...others] };
}

function withoutNamespace(element: XmlElement, uri: string): XmlElement {
  const first = element.attributes.find(attribute => isDeclaration(attribute) && attribute.value === uri);
  const attributes = element.attributes.filter(attribute => attribute !== first);
  const children = element.children.map(node => (node.kind === 'element' ? withoutNamespace(node, uri) : node));
  if (element.namespace !== uri) return { ...element, attributes, children };
  return { ...element, name: element.local, prefix: undefined, namespace: undefined, attributes, children };
}

function isDeclaration({ name, prefix }: XmlElement['attributes'][number]): boolean {
  return name === 'xmlns' || prefix === 'xmlns';
}

interface Titled {
  readonly title?: string | undefined;
  readonly description?: string | undefined;
}

/** A text that clients set, or nothing for an empty one. */
export function withTitle<D extends Titled>(definition: D, key: keyof Titled, text: string | null): D {
  if (text === null || text === '') return { ...definition, [key]: undefined };
  if (key === 'title' && text.includes('\n'))
    throw new VirtError('INVALID_ARG', 'DOMAIN', 'a title cannot have more than one line');
  return { ...definition, [key]: text };
}
