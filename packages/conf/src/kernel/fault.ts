import { VirtError, type ErrorCode, type ErrorDomain } from '@tsvirt/util';
import type { XmlElement } from '@tsvirt/util/xml';
import { nearest } from './nearest.js';
import type { Reading } from './reading.js';

/** Which code and domain a fault carries; libvirt has grown several pairs for the same kind of fault. */
export interface FaultKind {
  readonly code?: ErrorCode;
  readonly domain?: ErrorDomain;
}

/** The way from the root to an element, with the position among its namesakes: `/domain/devices/disk[2]/target`. */
export function pathOf(node: XmlElement, root: XmlElement): string {
  const steps = trail(root, node) ?? trail(root, standing(root, node));
  if (steps === undefined) return `/${node.name}`;
  let path = `/${root.name}`;
  let parent = root;
  for (const step of steps) {
    const namesakes = parent.children.filter(child => child.kind === 'element' && child.name === step.name);
    path += namesakes.length > 1 ? `/${step.name}[${namesakes.indexOf(step) + 1}]` : `/${step.name}`;
    parent = step;
  }
  return path;
}

/**
 * The element of the document that one made while reading is told by: of several that are read as one the first, of one
 * that is left out the one that it would be in. Both are where that is.
 */
function standing(root: XmlElement, place: { readonly line: number; readonly column: number }): XmlElement | undefined {
  if (root.line === place.line && root.column === place.column) return root;
  for (const child of root.children) {
    const found = child.kind === 'element' ? standing(child, place) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function trail(from: XmlElement, to: XmlElement | undefined): XmlElement[] | undefined {
  if (from === to) return [];
  for (const child of from.children) {
    if (child.kind !== 'element') continue;
    const rest = trail(child, to);
    if (rest !== undefined) {
      rest.unshift(child);
      return rest;
    }
  }
  return undefined;
}

/** Where a document is wrong, and what it should say there; the `cause` of the VirtError that reports it. */
export class DocumentFault extends Error {
  /** `DocumentFault`. */
  override readonly name = 'DocumentFault';
  /** The way to the element, as `/domain/devices/disk[2]/target`. */
  readonly path: string;
  /** Line of the element, from 1. */
  readonly line: number;
  /** Column of the element, from 1. */
  readonly column: number;
  /** Completes the sentence "expected ...". */
  readonly expected: string | undefined;
  /** All words that are allowed, where those are a fixed set. */
  readonly values: readonly string[] | undefined;
  /** The allowed word that was likely meant. */
  readonly nearest: string | undefined;

  constructor(what: string, place: { path: string; line: number; column: number }, expectation?: Expectation) {
    super(what);
    this.path = place.path;
    this.line = place.line;
    this.column = place.column;
    this.expected = expectation?.expected;
    this.values = expectation?.values;
    this.nearest = expectation?.nearest;
  }
}

/** What was expected instead of what was given, and the likeliest slip. */
export interface Expectation {
  readonly expected: string;
  readonly values: readonly string[] | undefined;
  readonly nearest: string | undefined;
  /** The attribute that is wrong; absent: the element itself. */
  readonly attribute: string | undefined;
}

/**
 * The fault with the place it is in. The path is looked for only here, so that sound documents pay nothing for it.
 * @param hint what was expected, or any text for the end of the message
 */
export function fault(
  node: XmlElement,
  reading: Reading,
  what: string,
  hint: string | Expectation = '',
  kind: FaultKind = {},
): VirtError {
  const expectation = typeof hint === 'string' ? undefined : hint;
  const attribute = node.attributes.find(({ name }) => name === expectation?.attribute);
  const path = pathOf(node, reading.root);
  const { line, column } = attribute ?? node;
  const text = typeof hint === 'string' ? hint : describeExpectation(hint);
  // All that libvirt says of an object without a name is that, and clients read it.
  const detail = kind.code === 'NO_NAME' ? undefined : `${what} (${path}, line ${line}, column ${column}${text})`;
  const cause = new DocumentFault(what, { path, line, column }, expectation);
  return new VirtError(kind.code ?? 'XML_ERROR', kind.domain ?? 'XML', detail, { cause });
}

function describeExpectation({ expected, nearest: close }: Expectation): string {
  return `: expected ${expected}${close === undefined ? '' : `, perhaps '${close}'`}`;
}

export function expectation(
  expected: string,
  values: readonly string[] | undefined,
  given: string,
  attribute?: string,
): Expectation {
  return { expected, values, nearest: values === undefined ? undefined : nearest(given, values), attribute };
}
