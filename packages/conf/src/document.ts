import { type ErrorDomain, VirtError } from '@tsvirt/util';
import { readXml, type XmlElement } from '@tsvirt/util/xml';
import { type ElementSchema, type FormatFlags, type ReadOptions, startOutput, startReading } from './kernel/index.js';

/** A document as it was read, and the paths of what no description accounts for when those were asked for. */
export interface Parsed<T> {
  readonly value: T;
  readonly unknown: readonly string[];
}

/** One kind of document: how its text is read and written. */
export interface DocumentKind<T> {
  readonly schema: ElementSchema<T>;
  /**
   * Reads a document as it stands: nothing is filled in, nothing that spans elements is checked.
   * @throws XML_DETAIL for text that is not well-formed; XML_ERROR and others for what is not such a document
   */
  parse(xml: string | Uint8Array, options?: ReadOptions): T;
  /** As `parse`; with `unknown: 'report'` the paths of unknown parts come along. */
  parseReporting(xml: string | Uint8Array, options?: ReadOptions): Parsed<T>;
  /** Writes the document in libvirt's order and layout. */
  format(value: T, flags?: FormatFlags): string;
}

interface DocumentOrigin {
  /** Who reports text that is not well-formed. */
  readonly domain: ErrorDomain;
  /** What such a report calls the document. */
  readonly name: string;
}

/** Makes a document kind of the description of its root element. */
export function documentKind<T>(schema: ElementSchema<T>, origin: DocumentOrigin): DocumentKind<T> {
  function parseReporting(xml: string | Uint8Array, options: ReadOptions = {}): Parsed<T> {
    const root = rootOf(xml, schema.name, origin);
    const reading = startReading(root, options);
    return { value: schema.read(root, reading), unknown: reading.unknownPaths };
  }
  return {
    schema,
    parse: (xml, options) => parseReporting(xml, options).value,
    parseReporting,
    format(value, flags) {
      const out = startOutput(flags);
      schema.write(value, out);
      return out.xml.toString();
    },
  };
}

/** The root of a document, which must have the name given. */
export function rootOf(xml: string | Uint8Array, name: string, origin: DocumentOrigin): XmlElement {
  const root = readXml(xml, origin);
  if (root.name !== name) {
    throw new VirtError('XML_ERROR', 'XML', `expecting root element of '${name}', not '${root.name}'`);
  }
  return root;
}
