import { XML_NAMESPACE, XMLNS_NAMESPACE, type XmlAttribute, type XmlElement } from './node.js';

/** A binding as it was before an element changed it. */
interface Shadowed {
  readonly prefix: string;
  readonly uri: string | undefined;
}

/**
 * The namespace bindings while a document is walked. Entering and leaving an element cost what it declares,
 * however many bindings its ancestors made.
 */
export class NamespaceScope {
  readonly #bound = new Map<string, string | undefined>([['xml', XML_NAMESPACE]]);
  readonly #shadowed: Shadowed[] = [];

  /** How many bindings are to be taken back on the way out; give it to {@link leave}. */
  get mark(): number {
    return this.#shadowed.length;
  }

  /** The namespace that a prefix (`''`: the default one) is bound to. */
  uriOf(prefix: string): string | undefined {
    return this.#bound.get(prefix);
  }

  /** Binds a prefix; an empty name takes the binding away. */
  bind(prefix: string, uri: string): void {
    if (prefix === 'xml') return;
    this.#shadowed.push({ prefix, uri: this.#bound.get(prefix) });
    this.#bound.set(prefix, uri === '' ? undefined : uri);
  }

  /** Takes back the bindings made since the mark. */
  leave(mark: number): void {
    while (this.#shadowed.length > mark) {
      const last = this.#shadowed.pop();
      if (last !== undefined) this.#bound.set(last.prefix, last.uri);
    }
  }

  /** Makes the bindings that an element declares, then gives it and its attributes their namespaces. */
  enter(element: XmlElement): void {
    for (const attribute of element.attributes) {
      const prefix = declaredPrefix(attribute.name);
      if (prefix !== undefined) this.bind(prefix, attribute.value);
    }
    this.#resolve(element, this.#bound.get(''));
    for (const attribute of element.attributes) this.#resolve(attribute, undefined);
  }

  #resolve(named: XmlElement | XmlAttribute, withoutPrefix: string | undefined): void {
    const { name } = named;
    const colon = name.indexOf(':');
    if (colon <= 0 || colon === name.length - 1) {
      named.namespace = name === 'xmlns' && !('kind' in named) ? XMLNS_NAMESPACE : withoutPrefix;
      return;
    }
    const prefix = name.slice(0, colon);
    const uri = prefix === 'xmlns' ? XMLNS_NAMESPACE : this.#bound.get(prefix);
    if (uri === undefined) return;
    named.namespace = uri;
    named.prefix = prefix;
    named.local = name.slice(colon + 1);
  }
}

/** The prefix that an attribute of this name binds (`''`: the default namespace); absent: it binds none. */
export function declaredPrefix(attributeName: string): string | undefined {
  if (!attributeName.startsWith('xmlns')) return undefined;
  if (attributeName.length === 5) return '';
  return attributeName.charCodeAt(5) === 0x3a && attributeName.length > 6 ? attributeName.slice(6) : undefined;
}
