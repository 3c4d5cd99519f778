import type { ErrorDomain } from '../error-domains.js';
import { VirtError } from '../virt-error.js';
import type { XmlPosition } from './node.js';

/** Who reads a document, for the error that a malformed one gives. */
export interface XmlOrigin {
  /** The error's domain: DOMAIN for a domain's definition, NETWORK for a network's; XML when absent. */
  domain?: ErrorDomain | undefined;
  /** What the message calls the document: a file's path, or a libvirt name such as `(domain_definition)`. */
  name?: string | undefined;
}

/** The first fault of a document; the `cause` of the VirtError that reports it. */
export class XmlFault extends Error implements XmlPosition {
  /** `XmlFault`. */
  override readonly name = 'XmlFault';
  /** Line of the fault, from 1. */
  readonly line: number;
  /** Column of the fault, from 1. */
  readonly column: number;

  constructor(phrase: string, position: XmlPosition) {
    super(phrase);
    this.line = position.line;
    this.column = position.column;
  }
}

/** More of a long line than this around the fault is left out of the message. */
const CONTEXT_LENGTH = 1024;

/**
 * The error for a document that is not well-formed, in libvirt's layout: name, line and phrase, below it the
 * line of the document, below that a caret under the fault.
 * @param offset the fault's index in `source`
 * @returns code XML_DETAIL; `cause` is an {@link XmlFault} with the position
 */
export function malformed(source: string, offset: number, phrase: string, origin: XmlOrigin): VirtError {
  const position = positionAt(source, offset);
  const context = contextOf(source, offset - position.column + 1, position.column - 1);
  const place = origin.name === undefined ? `at line ${position.line}` : `${origin.name}:${position.line}`;
  const detail = `${place}: ${phrase}\n${context.line}\n${'-'.repeat(context.caret)}^`;
  return new VirtError('XML_DETAIL', origin.domain ?? 'XML', detail, { cause: new XmlFault(phrase, position) });
}

/** Line and column of an index; lines end at line feeds. */
function positionAt(source: string, offset: number): XmlPosition {
  let line = 1;
  let start = 0;
  for (let at = source.indexOf('\n'); at !== -1 && at < offset; at = source.indexOf('\n', start)) {
    line += 1;
    start = at + 1;
  }
  return { line, column: offset - start + 1 };
}

function contextOf(source: string, lineStart: number, caret: number): { line: string; caret: number } {
  const from = caret > CONTEXT_LENGTH ? lineStart + caret - CONTEXT_LENGTH / 2 : lineStart;
  const found = source.indexOf('\n', lineStart);
  const end = Math.min(found === -1 ? source.length : found, from + CONTEXT_LENGTH);
  // A control character in the message would reach terminals and logs; a lone surrogate could not be encoded.
  const line = source.slice(from, end).replace(/[^\t\u0020-\u007e\u00a0-\u{10ffff}]|[\ud800-\udfff]/gu, '?');
  return { line, caret: caret - (from - lineStart) };
}
