import type { CallOptions } from '../contract/index.js';

/**
 * Turns a document's text into a typed value and back: `{ parse: parseDomain, format: formatDomain }` of `@tsvirt/conf`,
 * or a parser of one's own. It is passed in, so that this package needs no model of the documents.
 */
export interface XmlCodec<T> {
  /** @throws VirtError when the text is no such document */
  parse(xml: string): T;
  format(value: T): string;
}

/** A document to send: its text, or a value together with what writes it. */
export type XmlSource<T> = string | { readonly as: XmlCodec<T>; readonly value: T };

/** The text of a document to send. */
export function xmlText<T>(source: XmlSource<T>): string {
  return typeof source === 'string' ? source : source.as.format(source.value);
}

/** The text of a document to send, or the wire's null pointer where there is none. */
export function optionalXml<T>(source: XmlSource<T> | undefined): string | null {
  return source === undefined ? null : xmlText(source);
}

/** Options of a call that answers a document as text. */
export interface AsText {
  readonly as?: undefined;
}

/** Options of a call that answers a document as a value: `{ as: domainCodec }`. */
export interface AsValue<T> {
  readonly as: XmlCodec<T>;
}

/** Either. */
export type AsDocument<T> = CallOptions & { readonly as?: XmlCodec<T> | undefined };

/** The document in the form that was asked for. */
export function documentAs<T>(xml: string, options: { readonly as?: XmlCodec<T> | undefined } | undefined): string | T {
  return options?.as === undefined ? xml : options.as.parse(xml);
}
