import { VirtError } from '@tsvirt/util';
import { readXml, type XmlElement } from '@tsvirt/util/xml';
import type { Parsed } from '../document.js';
import { DocumentFault, type FormatFlags, type ReadOptions } from '../kernel/index.js';
import { nearest } from '../kernel/nearest.js';
import { type DocumentName, type Documents, documentNames, documentOfRoot, documents } from './documents.js';

/** How a document is read, and as what kind. */
export interface ParseDocumentOptions<K extends DocumentName> extends ReadOptions {
  /** The kind it has to be; absent: what the root element says. */
  readonly kind?: K;
}

/** A document of kind `K` as it was read. */
export interface ParsedAs<K extends DocumentName> extends Parsed<Documents[K]> {
  readonly kind: K;
}

/** A document of whatever kind it is: `kind` tells which, and so what its value is. */
export type ParsedDocument<K extends DocumentName = DocumentName> = { [P in K]: ParsedAs<P> }[K];

/**
 * Reads a document of any kind as it stands: nothing is filled in, nothing that spans elements is checked.
 * @throws XML_DETAIL for text that is not well-formed; XML_ERROR for a root element of no known kind, or of another
 * kind than asked for, and for what is not such a document; XML_INVALID_SCHEMA for unknown parts with `unknown: 'refuse'`
 * @example
 * ```ts
 * import { parseDocument } from '@tsvirt/conf';
 *
 * const { kind, ignored } = parseDocument("<network><name>default</name><brigde name='virbr0'/></network>", {
 *   unknown: 'report',
 * });
 * console.log(kind, ignored[0]?.nearest); // network bridge
 * ```
 */
export function parseDocument<K extends DocumentName>(
  xml: string | Uint8Array,
  options: ParseDocumentOptions<K> = {},
): ParsedDocument<K> {
  const { kind: wanted } = options;
  const root = readXml(xml, wanted === undefined ? {} : documents[wanted].origin);
  const kind = wanted ?? documentOfRoot(root.name);
  if (kind === undefined || root.name !== documents[kind].root) throw wrongRoot(root, wanted);
  return read(kind, root, xml, options) as ParsedDocument<K>; // without `wanted`, K is every kind
}

function read<P extends DocumentName>(
  kind: P,
  root: XmlElement,
  xml: string | Uint8Array,
  options: ReadOptions,
): ParsedAs<P> {
  return { kind, ...documents[kind].read(root, xml, options) };
}

/** Writes a document of the kind in libvirt's order and layout. */
export function formatDocument<K extends DocumentName>(kind: K, value: Documents[K], flags?: FormatFlags): string {
  return documents[kind].format(value, flags);
}

/**
 * Checks a document by the rules that hold for every driver. What is wrong with a value that was parsed has a place in
 * its text, as what parsing throws.
 * @throws XML_ERROR, CONFIG_UNSUPPORTED and others
 */
export function validateDocument<K extends DocumentName>(kind: K, value: Documents[K]): void {
  documents[kind].validate(value);
}

/** Fills in what the format itself says about parts that are left out; drivers add their own. */
export function completeDocument<K extends DocumentName>(kind: K, value: Documents[K]): Documents[K] {
  return documents[kind].complete(value);
}

function wrongRoot(root: XmlElement, wanted: DocumentName | undefined): VirtError {
  const place = { path: `/${root.name}`, line: root.line, column: root.column };
  const values = wanted === undefined ? documentNames().map(name => documents[name].root) : [documents[wanted].root];
  const what =
    wanted === undefined
      ? `root element '${root.name}' is of no known kind of document`
      : `expecting root element of '${documents[wanted].root}', not '${root.name}'`;
  const words = values.map(name => `'${name}'`).join(', ');
  const expected = values.length === 1 ? words : `one of ${words}`;
  const expectation = { expected, values, nearest: nearest(root.name, values), attribute: undefined };
  const hint = expectation.nearest === undefined ? '' : `, perhaps '${expectation.nearest}'`;
  const detail = `${what} (line ${root.line}, column ${root.column}: expected ${expected}${hint})`;
  return new VirtError('XML_ERROR', 'XML', detail, { cause: new DocumentFault(what, place, expectation) });
}
