import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { decodeXml } from '../xml/bytes.js';
import { malformed, type XmlOrigin } from '../xml/fault.js';
import { NamespaceScope } from '../xml/namespaces.js';
import type { XmlAttribute, XmlElement, XmlNode, XmlPosition } from '../xml/node.js';

export interface ForeignXmlOptions extends XmlOrigin {
  /** Elements inside each other, the root included; 100. */
  maxDepth?: number | undefined;
  /** Bytes of the document (UTF-16 units when it is given as a string); 10,000,000. */
  maxBytes?: number | undefined;
}

const MAX_DEPTH = 100;
const MAX_BYTES = 10_000_000;
const TEXT = '#text';
const COMMENT = '#comment';
const CDATA = '#cdata';
const ATTRIBUTES = ':@';

const metaData: symbol = XMLParser.getMetaDataSymbol().valueOf();

/**
 * Reads a document that another program wrote (a SOAP answer, a settings file) into the tree that `readXml` makes,
 * leniently: what is not quite XML but can be understood is. A document type declaration without entities of its
 * own is passed over, an unknown entity stays as the text it is. Blank text is kept, processing instructions are
 * not. Elements have their position; everything in an element has the element's.
 *
 * Not for libvirt's documents, whose faults must be found: those go through `readXml`.
 * @throws XML_DETAIL in `options.domain`: tags that do not pair, more than one root, a limit passed, a name that
 * is one of JavaScript's own (`constructor`)
 */
export function readForeignXml(source: string | Uint8Array, options: ForeignXmlOptions = {}): XmlElement {
  const maxBytes = options.maxBytes ?? MAX_BYTES;
  if (source.length > maxBytes) throw malformed('', 0, `Document is larger than ${maxBytes} bytes`, options);
  const decoded = typeof source === 'string' ? source : decodeXml(source, options);
  const text = decoded.replace(/\r\n?/g, '\n');
  const subset = /<!DOCTYPE[^>[]*\[/.exec(text);
  if (subset !== null) throw malformed(text, subset.index, 'a document type with declarations is refused', options);
  const verdict = XMLValidator.validate(text);
  if (verdict !== true) {
    throw malformed(text, offsetOf(text, verdict.err), verdict.err.msg, options);
  }
  const roots = new ForeignTree(text).nodes(parseOrdered(text, options), { line: 1, column: 1 });
  const elements = roots.filter(node => node.kind === 'element');
  const [root, second] = elements;
  if (root === undefined) throw malformed(text, text.length, 'Document is empty', options);
  if (second !== undefined) {
    throw malformed(text, offsetOf(text, { line: second.line, col: second.column }), 'more than one root', options);
  }
  return root;
}

function parseOrdered(text: string, options: ForeignXmlOptions): unknown {
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    // The defaults turn 007 into 7 and cut blanks off attributes.
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: false,
    // References are decoded below: the parser knows either none of the numeric ones or all of HTML's.
    processEntities: false,
    commentPropName: COMMENT,
    cdataPropName: CDATA,
    ignoreDeclaration: true,
    ignorePiTags: true,
    captureMetaData: true,
    maxNestedTags: options.maxDepth ?? MAX_DEPTH,
  });
  try {
    return parser.parse(text);
  } catch (reason) {
    throw malformed(text, 0, reason instanceof Error ? reason.message : String(reason), options);
  }
}

/** Turns the parser's ordered arrays of one-key objects into nodes. */
class ForeignTree {
  readonly #text: string;
  readonly #scope = new NamespaceScope();
  #line = 1;
  #lineStart = 0;

  constructor(text: string) {
    this.#text = text;
  }

  nodes(list: unknown, around: XmlPosition): XmlNode[] {
    const found: XmlNode[] = [];
    if (!Array.isArray(list)) return found;
    for (const item of list) {
      const node = isRecord(item) ? this.#node(item, around) : undefined;
      if (node !== undefined) found.push(node);
    }
    return found;
  }

  #node(item: Readonly<Record<string | symbol, unknown>>, { line, column }: XmlPosition): XmlNode | undefined {
    const name = Object.keys(item).find(key => key !== ATTRIBUTES);
    if (name === undefined) return undefined;
    if (name === TEXT) return { kind: 'text', text: decoded(String(item[TEXT])), cdata: false, line, column };
    if (name === CDATA) return { kind: 'text', text: innerText(item[CDATA]), cdata: true, line, column };
    if (name === COMMENT) return { kind: 'comment', text: innerText(item[COMMENT]), line, column };
    return this.#element(name, item);
  }

  #element(name: string, item: Readonly<Record<string | symbol, unknown>>): XmlElement {
    const position = this.#positionOf(item[metaData]);
    const attributes: XmlAttribute[] = [];
    const given = item[ATTRIBUTES];
    for (const [key, value] of isRecord(given) ? Object.entries(given) : []) {
      const normalised = decoded(String(value).replace(/[\t\n]/g, ' '));
      attributes.push({
        name: key,
        prefix: undefined,
        local: key,
        namespace: undefined,
        value: normalised,
        ...position,
      });
    }
    const element: XmlElement = {
      kind: 'element',
      name,
      prefix: undefined,
      local: name,
      namespace: undefined,
      attributes,
      children: [],
      ...position,
    };
    const mark = this.#scope.mark;
    this.#scope.enter(element);
    element.children = this.nodes(item[name], position);
    this.#scope.leave(mark);
    return element;
  }

  #positionOf(meta: unknown): XmlPosition {
    const offset = isRecord(meta) && typeof meta['startIndex'] === 'number' ? meta['startIndex'] : 0;
    let end = this.#text.indexOf('\n', this.#lineStart);
    while (end !== -1 && end < offset) {
      this.#line += 1;
      this.#lineStart = end + 1;
      end = this.#text.indexOf('\n', this.#lineStart);
    }
    return { line: this.#line, column: Math.max(1, offset - this.#lineStart + 1) };
  }
}

function innerText(list: unknown): string {
  const [first]: unknown[] = Array.isArray(list) ? list : [];
  const text = isRecord(first) ? first[TEXT] : undefined;
  return typeof text === 'string' ? text : '';
}

function isRecord(value: unknown): value is Readonly<Record<string | symbol, unknown>> {
  return typeof value === 'object' && value !== null;
}

const entities: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

function decoded(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([\da-fA-F]{1,6})|(\w+));/g, (whole, decimal, hex, name) => {
    if (typeof name === 'string') return entities.get(name) ?? whole;
    const code = typeof hex === 'string' ? Number.parseInt(hex, 16) : Number(decimal);
    const isCharacter = code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) && code !== 0;
    return isCharacter ? String.fromCodePoint(code) : whole;
  });
}

function offsetOf(text: string, place: { readonly line: number; readonly col: number }): number {
  let start = 0;
  for (let line = 1; line < place.line; line += 1) {
    const end = text.indexOf('\n', start);
    if (end === -1) break;
    start = end + 1;
  }
  return Math.min(text.length, start + Math.max(0, place.col - 1));
}
