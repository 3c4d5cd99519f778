import { type ErrorCode, type ErrorDomain, VirtError } from '@tsvirt/util';
import { formatElement, readXml, type XmlElement, type XmlNode } from '@tsvirt/util/xml';

/** What virDomainMetadataType and virNetworkMetadataType count. */
export const metadataTypes = { description: 0, title: 1, element: 2 } as const;

/** What is kept for others in a definition: a domain's, a network's. */
export interface Described {
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  /** Each element in it is a program's, in a namespace of its own. */
  readonly metadata?: XmlElement | undefined;
}

/** How calls about metadata fail for a kind of object. */
export interface MetadataErrors {
  /** Who speaks. */
  readonly domain: ErrorDomain;
  /** The code for what is not there: NO_DOMAIN_METADATA, NO_NETWORK_METADATA. */
  readonly missing: ErrorCode;
}

/**
 * One text of a definition, or a program's element without the namespace that says whose it is.
 * @param asked the type as the API counts it; the namespace for an element
 * @throws VirtError `errors.missing`; INVALID_ARG for a type that there is not, or an element without a namespace
 */
export function metadataOf(
  definition: Described,
  asked: { readonly type: number; readonly uri: string | null },
  errors: MetadataErrors,
): string {
  const found = textOf(definition, asked, errors);
  if (found !== undefined) return found;
  throw new VirtError(errors.missing, errors.domain, 'Requested metadata element is not present');
}

function textOf(
  definition: Described,
  { type, uri }: { readonly type: number; readonly uri: string | null },
  errors: MetadataErrors,
): string | undefined {
  switch (type) {
    case metadataTypes.description:
      return definition.description;
    case metadataTypes.title:
      return definition.title;
    case metadataTypes.element:
      return elementIn(definition, required(uri, 'a namespace URI', errors));
    default:
      checkType(type, errors);
      return undefined;
  }
}

/** What a call sets: nothing takes it away. */
export interface MetadataChange {
  readonly type: number;
  readonly metadata: string | null;
  /** The prefix of an element's namespace. */
  readonly key: string | null;
  readonly uri: string | null;
}

/**
 * What a call does to a definition, for `changeDefinitions`.
 * @throws VirtError INVALID_ARG for a type that there is not, or an element without namespace or prefix; the change throws
 * XML_DETAIL for an element that is not well-formed, and INVALID_ARG for a title of several lines
 */
export function metadataChange<D extends Described>(
  { type, metadata, key, uri }: MetadataChange,
  errors: MetadataErrors,
): (definition: D) => D {
  switch (type) {
    case metadataTypes.description:
      return definition => ({ ...definition, description: metadata === '' ? undefined : (metadata ?? undefined) });
    case metadataTypes.title:
      return definition => ({ ...definition, title: titleOf(metadata, errors) });
    case metadataTypes.element: {
      const namespace = required(uri, 'a namespace URI', errors);
      if (metadata === null) return definition => withElement(definition, namespace, undefined);
      const prefix = required(key, 'a key, the prefix of its namespace', errors);
      return definition => withElement(definition, namespace, elementOf(metadata, namespace, prefix, errors));
    }
    default:
      checkType(type, errors);
      return definition => definition;
  }
}

/** Types below those that there are hold nothing, and setting them changes nothing. */
function checkType(type: number, { domain }: MetadataErrors): void {
  if (type > metadataTypes.element) throw new VirtError('INVALID_ARG', domain, `unknown metadata type '${type}'`);
}

function required(value: string | null, what: string, { domain }: MetadataErrors): string {
  if (value === null) throw new VirtError('INVALID_ARG', domain, `the metadata needs ${what}`);
  return value;
}

function titleOf(text: string | null, { domain }: MetadataErrors): string | undefined {
  if (text === null || text === '') return undefined;
  if (text.includes('\n')) throw new VirtError('INVALID_ARG', domain, 'a title cannot have more than one line');
  return text;
}

function elementIn({ metadata }: Described, uri: string): string | undefined {
  const found = metadata?.children.find(node => node.kind === 'element' && node.namespace === uri);
  return found?.kind === 'element' ? formatElement(withoutNamespace(found, uri)) : undefined;
}

function withElement<D extends Described>(definition: D, uri: string, added: XmlElement | undefined): D {
  const { metadata } = definition;
  const others = metadata?.children.filter(node => node.kind !== 'element' || node.namespace !== uri) ?? [];
  const children: XmlNode[] = added === undefined ? others : [...others, added];
  if (!children.some(node => node.kind === 'element')) return { ...definition, metadata: undefined };
  return { ...definition, metadata: { ...(metadata ?? readXml('<metadata/>')), children } };
}

/** The caller's element in its namespace, which it declares itself. */
function elementOf(text: string, uri: string, key: string, { domain }: MetadataErrors): XmlElement {
  const element = readXml(text, { domain, name: '(metadata_xml)' });
  // libvirt gives the namespace to what comes first.
  if (/^(?:<\?xml\s[^>]*\?>)?\s*<[!?]/.test(text))
    throw new VirtError('INTERNAL_ERROR', 'XML', 'the metadata begins with something else than its element');
  // The key must be a prefix that a document can declare, and that the element does not use for something else.
  if (!/^[\p{L}_][\p{L}\p{M}\p{N}_.\-\u00b7]*$/u.test(key.trim()) || key === 'xml')
    throw new VirtError('INTERNAL_ERROR', 'XML', `'${key}' cannot be the prefix of an XML namespace`);
  if (element.attributes.some(({ name }) => name === `xmlns:${key}`))
    throw new VirtError('INTERNAL_ERROR', 'XML', `the prefix '${key}' is taken, so '${uri}' cannot have it`);
  return declared(inNamespace(element, uri, key), uri, key);
}

/** Elements without a namespace get the caller's. */
function inNamespace(element: XmlElement, uri: string, key: string): XmlElement {
  const children = element.children.map(node => (node.kind === 'element' ? inNamespace(node, uri, key) : node));
  if (element.namespace !== undefined) return { ...element, children };
  return { ...element, name: `${key}:${element.local}`, prefix: key, namespace: uri, children };
}

function declared(element: XmlElement, uri: string, key: string): XmlElement {
  const name = `xmlns:${key}`;
  const namespace = 'http://www.w3.org/2000/xmlns/';
  const declaration = { name, prefix: 'xmlns', local: key, namespace, value: uri, line: 0, column: 0 };
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
