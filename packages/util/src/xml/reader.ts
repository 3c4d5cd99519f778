import { decodeXml } from './bytes.js';
import { parseInto } from './document-parser.js';
import { malformed, type XmlOrigin } from './fault.js';
import type { XmlElement } from './node.js';

/** Limits and wishes of a reader. */
export interface XmlReadOptions extends XmlOrigin {
  /** Elements inside each other, the root included; 256 as in libxml2. */
  maxDepth?: number | undefined;
  /** Bytes of the document (UTF-16 units when it is given as a string); 10,000,000. */
  maxBytes?: number | undefined;
  /** Attributes of one element; 1,000. */
  maxAttributes?: number | undefined;
  /** Elements, attributes and all other nodes together; 250,000. A tree takes far more memory than its text. */
  maxNodes?: number | undefined;
  /**
   * What becomes of white space between elements. `drop`, the default, leaves out what libvirt's parser leaves
   * out: blank text, except in mixed content, under `xml:space='preserve'`, and where it is all that an element
   * holds. `keep` keeps every character.
   */
  blanks?: 'drop' | 'keep' | undefined;
}

const MAX_DEPTH = 256;
const MAX_BYTES = 10_000_000;
const MAX_ATTRIBUTES = 1000;
const MAX_NODES = 250_000;

const loneSurrogate = /[\ud800-\udfff]/u;

/**
 * Reads a document into a tree: strict XML 1.0, namespaces resolved, no document type declaration and so no
 * entities but the five of XML. Bytes are decoded by their byte order mark or the encoding they declare; in a
 * string that declaration is only checked for a known name. Faults in the use of namespaces (a prefix that
 * nothing binds) are no faults of the document, as in libxml2: see {@link XmlElement}.
 * @throws XML_DETAIL in `options.domain` for the first fault; `cause` is an XmlFault with line and column
 * @example
 * ```ts
 * import { attribute, child, readXml } from '@tsvirt/util/xml';
 *
 * const pool = readXml("<pool type='dir'><name>default</name></pool>", { domain: 'STORAGE', name: '(storage_pool_definition)' });
 * console.log(attribute(pool, 'type'), child(pool, 'name') !== undefined); // dir true
 * ```
 */
export function readXml(source: string | Uint8Array, options: XmlReadOptions = {}): XmlElement {
  const maxBytes = options.maxBytes ?? MAX_BYTES;
  if (source.length > maxBytes) throw malformed('', 0, `Document is larger than ${maxBytes} bytes`, options);
  const text = typeof source === 'string' ? checked(source, options) : decodeXml(source, options);
  const limits = {
    maxDepth: options.maxDepth ?? MAX_DEPTH,
    maxAttributes: options.maxAttributes ?? MAX_ATTRIBUTES,
    maxNodes: options.maxNodes ?? MAX_NODES,
    keepBlanks: options.blanks === 'keep',
  };
  const tree = parseInto(text, limits, (phrase, offset) => {
    throw malformed(text, offset, phrase, options);
  });
  return tree.root ?? tree.fail('Document is empty');
}

function checked(source: string, options: XmlReadOptions): string {
  const lone = loneSurrogate.exec(source);
  if (lone !== null) throw malformed(source, lone.index, 'Char out of allowed range', options);
  return source;
}
