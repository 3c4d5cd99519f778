import { type ErrorDomain, VirtError } from '@tsvirt/util';
import { readXml, type XmlElement } from '@tsvirt/util/xml';
import {
  DocumentFault,
  type ElementSchema,
  type FormatFlags,
  type IgnoredPart,
  type Reading,
  type ReadOptions,
  startOutput,
  rememberSource,
  startReading,
} from './kernel/index.js';

/** A document as it was read, and the paths of what no description accounts for when those were asked for. */
export interface Parsed<T> {
  readonly value: T;
  readonly unknown: readonly string[];
  /** The same parts with their places. */
  readonly ignored: readonly IgnoredPart[];
}

/** One kind of document: how its text is read and written. */
export interface DocumentKind<T> {
  readonly schema: ElementSchema<T>;
  /**
   * Reads a document as it stands: nothing is filled in, nothing that spans elements is checked.
   * @throws XML_DETAIL for text that is not well-formed; XML_ERROR and others for what is not such a document;
   * XML_INVALID_SCHEMA for unknown parts with `unknown: 'refuse'`
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
    const parsed = readDocument(schema, root, options);
    rememberSource(parsed.value, xml, schema, options);
    return parsed;
  }
  return {
    schema,
    parse: (xml, options) => parseReporting(xml, options).value,
    parseReporting,
    format: (value, flags) => writeDocument(schema, value, flags),
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

/** Writes a document; its root element is there even when nothing is in it. */
export function writeDocument<T>(schema: ElementSchema<T>, value: T, flags?: FormatFlags): string {
  const out = startOutput(flags);
  schema.write(value, out);
  const text = out.xml.toString();
  return text === '' ? out.xml.open(schema.name).close().toString() : text;
}

/** Reads the tree of a document. @throws XML_INVALID_SCHEMA for unknown and for wrong parts with `unknown: 'refuse'` */
export function readDocument<T>(schema: ElementSchema<T>, root: XmlElement, options: ReadOptions): Parsed<T> {
  const reading = startReading(root, options);
  const value = options.unknown === 'refuse' ? readStrictly(schema, root, reading) : schema.read(root, reading);
  const { ignored, unknownPaths } = reading;
  if (options.unknown === 'refuse' && unknownPaths.length > 0) throw refusal(ignored, unknownPaths, root);
  return { value, unknown: unknownPaths, ignored: placed(ignored, unknownPaths, root) };
}

/** A schema has words for values as well: whatever is wrong with one is said of the document. */
function readStrictly<T>(schema: ElementSchema<T>, root: XmlElement, reading: Reading): T {
  try {
    return schema.read(root, reading);
  } catch (reason) {
    if (!VirtError.is(reason)) throw reason;
    throw new VirtError('XML_INVALID_SCHEMA', 'XML', reason.detail ?? reason.message, {
      cause: reason.cause ?? reason,
    });
  }
}

/** Special fields report paths alone: their place is that of the document. */
function placed(
  ignored: readonly IgnoredPart[],
  paths: readonly string[],
  { line, column }: XmlElement,
): IgnoredPart[] {
  const known = new Map(ignored.map(part => [part.path, part]));
  return paths.map(path => known.get(path) ?? { path, line, column, nearest: undefined });
}

function refusal(ignored: readonly IgnoredPart[], paths: readonly string[], root: XmlElement): VirtError {
  const parts = placed(ignored, paths, root);
  const list = parts.slice(0, 10).map(({ path, line, column, nearest, repeats }) => {
    const hint = repeats === true ? ', a repetition' : nearest === undefined ? '' : `, perhaps '${nearest}' was meant`;
    return `${path} (line ${line}, column ${column}${hint})`;
  });
  const more = parts.length > list.length ? ` and ${parts.length - list.length} more` : '';
  const what = `unknown parts: ${list.join(', ')}${more}`;
  const place = parts[0] ?? { path: `/${root.name}`, line: root.line, column: root.column };
  return new VirtError('XML_INVALID_SCHEMA', 'XML', what, { cause: new DocumentFault(what, place) });
}
