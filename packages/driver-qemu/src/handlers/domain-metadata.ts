import type { Domain } from '@tsvirt/conf/domain';
import { definitionOf } from '@tsvirt/conf/store';
import type { DriverHandlers } from '@tsvirt/core/contract';
import { DomainMetadataType } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { attribute, readXml, type XmlElement, XmlWriter } from '@tsvirt/util/xml';
import type { Guest } from '../definition.js';
import { changeDomain } from '../domain/definition-change.js';
import { noteStatus } from '../domain/moves.js';
import type { QemuHost } from '../host.js';
import { checkFlags } from './flags.js';

type Metadata = NonNullable<Domain['metadata']>;

/** Titles, descriptions, and other programs' data. */
export function domainMetadataHandlers(host: QemuHost): DriverHandlers {
  return {
    domainGetMetadata({ dom, type, uri, flags }) {
      checkFlags(flags, 3, 'virDomainGetMetadata');
      const domain = host.domains.find(dom);
      return { metadata: metadataOf(definitionOf(flags, domain, 'domain', 'QEMU'), type, uri ?? undefined) };
    },
    async domainSetMetadata({ dom, type, metadata, key, uri, flags }, call) {
      checkFlags(flags, 3, 'virDomainSetMetadata');
      const changed = (definition: Guest) =>
        withMetadata(definition, type, metadata ?? undefined, key ?? undefined, uri ?? undefined);
      const domain = await changeDomain(host, dom, flags, call, {
        config: changed,
        async live(running) {
          running.live.definition = changed(running.live.definition);
          await noteStatus(host, running);
        },
      });
      host.emit('domainMetadataChange', { dom: domain.reference, type, nsuri: uri });
    },
  };
}

function metadataOf({ title, description, metadata }: Guest, type: number, uri: string | undefined): string {
  const missing = (what: string) => new VirtError('NO_DOMAIN_METADATA', 'DOMAIN', what);
  switch (type) {
    case DomainMetadataType.title:
      if (title === undefined) throw missing('Requested metadata element is not present');
      return title;
    case DomainMetadataType.description:
      if (description === undefined) throw missing('Requested metadata element is not present');
      return description;
    case DomainMetadataType.element: {
      const found = elementsOf(metadata).find(element => element.namespace === uri);
      if (found === undefined) throw missing('Requested metadata element is not present');
      return elementText(withoutPrefix(found));
    }
    default:
      throw new VirtError('INVALID_ARG', 'DOMAIN', `unknown metadata type ${type}`);
  }
}

function elementsOf(metadata: Metadata | undefined): readonly XmlElement[] {
  return metadata?.children.flatMap(child => (child.kind === 'element' ? [child] : [])) ?? [];
}

function elementText(element: XmlElement): string {
  return new XmlWriter().element(element).toString().trimEnd();
}

/** As the caller gave it: without the prefix and the namespace that say whose it is. */
function withoutPrefix(element: XmlElement): XmlElement {
  const { prefix } = element;
  const declares = (name: string) => name === (prefix === undefined ? 'xmlns' : `xmlns:${prefix}`);
  return renamed(
    { ...element, attributes: element.attributes.filter(({ name }) => !declares(name)) },
    prefix,
    undefined,
  );
}

function renamed(element: XmlElement, from: string | undefined, to: string | undefined): XmlElement {
  const mine = element.prefix === from;
  return {
    ...element,
    ...(mine && {
      prefix: to,
      namespace: to === undefined ? undefined : element.namespace,
      name: to === undefined ? element.local : `${to}:${element.local}`,
    }),
    children: element.children.map(child => (child.kind === 'element' ? renamed(child, from, to) : child)),
  };
}

function withMetadata<T extends Guest>(
  definition: T,
  type: number,
  text: string | undefined,
  key: string | undefined,
  uri: string | undefined,
): T {
  switch (type) {
    case DomainMetadataType.title:
      if (text?.includes('\n') === true)
        throw new VirtError('INVALID_ARG', 'DOMAIN', "metadata title can't contain newlines");
      return { ...definition, title: text === '' ? undefined : text };
    case DomainMetadataType.description:
      return { ...definition, description: text === '' ? undefined : text };
    case DomainMetadataType.element: {
      if (uri === undefined) throw new VirtError('INVALID_ARG', 'DOMAIN', 'metadata of a program needs a namespace');
      const others = elementsOf(definition.metadata).filter(element => element.namespace !== uri);
      const added = text === undefined ? [] : [prefixed(readXml(text), key ?? '', uri)];
      const children = [...others, ...added];
      const base = definition.metadata ?? readXml('<metadata/>');
      return { ...definition, metadata: children.length === 0 ? undefined : { ...base, children } };
    }
    default:
      throw new VirtError('INVALID_ARG', 'DOMAIN', `unknown metadata type ${type}`);
  }
}

/** The element as it stands among other programs' data: in its namespace, under the given prefix. */
function prefixed(element: XmlElement, key: string, uri: string): XmlElement {
  if (attribute(element, 'xmlns') !== undefined)
    throw new VirtError('XML_ERROR', 'DOMAIN', 'the element has a namespace already');
  const { line, column } = element;
  const declaration = {
    name: `xmlns:${key}`,
    prefix: 'xmlns',
    local: key,
    namespace: 'http://www.w3.org/2000/xmlns/',
    value: uri,
    line,
    column,
  };
  const inside = renamed(element, undefined, key);
  return { ...inside, namespace: uri, attributes: [declaration, ...inside.attributes] };
}
