import { VirtError } from '@tsvirt/util';
import { formatElement, readXml, type XmlElement, type XmlNode } from '@tsvirt/util/xml';
import { makeElement } from '../host/document.js';
import type { Definition } from './definition.js';

const xmlnsUri = 'http://www.w3.org/2000/xmlns/';

/** Metadata of one namespace as a caller gets it: its own namespace is taken out again. Undefined when there is none. */
export function metadataIn({ metadata }: Definition, uri: string): string | undefined {
  const found = metadata?.children.find(node => node.kind === 'element' && node.namespace === uri);
  return found?.kind === 'element' ? formatElement(withoutNamespace(found, uri)) : undefined;
}

/**
 * The definition with other metadata in one namespace; undefined takes it away.
 * @param key prefix of the namespace in the document
 * @throws VirtError XML_DETAIL for text that is not well-formed
 */
export function withMetadata(definition: Definition, uri: string, key: string, text: string | undefined): Definition {
  const others = definition.metadata?.children.filter(node => node.kind !== 'element' || node.namespace !== uri) ?? [];
  const { metadata: old, ...rest } = definition;
  const added: XmlNode[] = text === undefined ? [] : [declared(inNamespace(parse(text), uri, key), uri, key)];
  const children = [...others, ...added];
  if (!children.some(node => node.kind === 'element')) return rest;
  return { ...rest, metadata: { ...(old ?? makeElement('metadata')), children } };
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

/** A text that clients set, or nothing for an empty one. */
export function withTitle(definition: Definition, key: 'title' | 'description', text: string | null): Definition {
  const { [key]: _old, ...rest } = definition;
  if (text === null || text === '') return rest;
  if (key === 'title' && text.includes('\n'))
    throw new VirtError('INVALID_ARG', 'DOMAIN', 'a title cannot have more than one line');
  return { ...rest, [key]: text };
}
