/** Where something begins in its document: lines and columns count from 1, columns in UTF-16 units. */
export interface XmlPosition {
  line: number;
  column: number;
}

/**
 * An element. Without a prefix in its name, or with one that is bound to a namespace, `prefix` and `local` are
 * the two parts of the name; a prefix that nothing binds leaves `local` the whole name, as libxml2 does, so that
 * `<q:name>` without its binding is never taken for `<name>`.
 */
export interface XmlElement extends XmlPosition {
  kind: 'element';
  name: string;
  prefix: string | undefined;
  local: string;
  /** The namespace's name; absent for an element in none. */
  namespace: string | undefined;
  /** In the order of the document, with the namespace declarations among them. */
  attributes: XmlAttribute[];
  children: XmlNode[];
}

/** An attribute; names are split as an element's are. A namespace declaration is in {@link XMLNS_NAMESPACE}. */
export interface XmlAttribute extends XmlPosition {
  name: string;
  prefix: string | undefined;
  local: string;
  namespace: string | undefined;
  /** References decoded, white space normalised. */
  value: string;
}

/** A run of character data, references decoded; or one CDATA section. */
export interface XmlText extends XmlPosition {
  kind: 'text';
  text: string;
  cdata: boolean;
}

export interface XmlComment extends XmlPosition {
  kind: 'comment';
  text: string;
}

/** A processing instruction; `data` is empty where there is none. */
export interface XmlInstruction extends XmlPosition {
  kind: 'instruction';
  target: string;
  data: string;
}

/** Anything that an element may hold. */
export type XmlNode = XmlElement | XmlText | XmlComment | XmlInstruction;

/** The namespace of `xmlns` and `xmlns:*` attributes (Namespaces in XML 1.0, section 3). */
export const XMLNS_NAMESPACE = 'http://www.w3.org/2000/xmlns/';

/** The namespace that the prefix `xml` always has. */
export const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
