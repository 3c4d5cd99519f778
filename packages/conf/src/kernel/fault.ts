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
  const steps = trail(root, node);
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

function trail(from: XmlElement, to: XmlElement): XmlElement[] | undefined {
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

/** The fault with the place it is in. The path is looked for only here, so that sound documents pay nothing for it. */
export function fault(node: XmlElement, reading: Reading, what: string, hint = '', kind: FaultKind = {}): VirtError {
  const place = `${pathOf(node, reading.root)}, line ${node.line}, column ${node.column}`;
  return new VirtError(kind.code ?? 'XML_ERROR', kind.domain ?? 'XML', `${what} (${place}${hint})`);
}

/** Says what was expected instead, and the likeliest slip. */
export function expectation(expected: string, values: readonly string[] | undefined, given: string): string {
  const close = values === undefined ? undefined : nearest(given, values);
  return `: expected ${expected}${close === undefined ? '' : `, perhaps '${close}'`}`;
}
