import type { CallOptions } from '../contract/index.js';

/**
 * Turns a document's text into a typed value and back: `{ parse: parseDomain, format: formatDomain }` of `@tsvirt/conf`,
 * or a parser of one's own. It is passed in, so that this package needs no model of the documents.
 * @example
 * ```ts
 * import { open } from '@tsvirt/core';
 *
 * await using connection = await open('qemu+unix:///system');
 * const web = await connection.domainLookupByName('web');
 * const title = (xml: string) => /<title>(.*?)<\/title>/.exec(xml)?.[1];
 * console.log(await web.getXMLDesc({ as: title })); // undefined
 * ```
 */
export interface XmlCodec<T> {
  /** @throws VirtError when the text is no such document */
  parse(xml: string): T;
  /** The text of a value. */
  format(value: T): string;
}

/** What reads documents: a function as `parseDomain` of `@tsvirt/conf` is one, or an {@link XmlCodec}. */
export type XmlParser<T> = ((xml: string) => T) | Pick<XmlCodec<T>, 'parse'>;

/** What writes documents: a function as `formatDomain` of `@tsvirt/conf` is one, or an {@link XmlCodec}. */
export type XmlFormatter<T> = ((value: T) => string) | Pick<XmlCodec<T>, 'format'>;

/** A document to send: its text, or a value together with what writes it: `{ value: domain, as: formatDomain }`. */
export type XmlSource<T> = string | { readonly as: XmlFormatter<T>; readonly value: T };

/** The text of a document to send. */
export function xmlText<T>(source: XmlSource<T>): string {
  if (typeof source === 'string') return source;
  const { as, value } = source;
  return typeof as === 'function' ? as(value) : as.format(value);
}

/** The text of a document to send, or the wire's null pointer where there is none. */
export function optionalXml<T>(source: XmlSource<T> | undefined): string | null {
  return source === undefined ? null : xmlText(source);
}

/** Options of a call that answers a document as text. */
export interface AsText {
  readonly as?: undefined;
}

/** Options of a call that answers a document as a value: `{ as: parseDomain }`. */
export interface AsValue<T> {
  readonly as: XmlParser<T>;
}

/** Either. */
export type AsDocument<T> = CallOptions & { readonly as?: XmlParser<T> | undefined };

/** The document in the form that was asked for. */
export function documentAs<T>(
  xml: string,
  options: { readonly as?: XmlParser<T> | undefined } | undefined,
): string | T {
  const as = options?.as;
  if (as === undefined) return xml;
  return typeof as === 'function' ? as(xml) : as.parse(xml);
}
