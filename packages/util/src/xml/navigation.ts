import type { XmlElement, XmlNode } from './node.js';

/** The first child element of this name in no namespace. */
export function child(element: XmlElement, name: string): XmlElement | undefined {
  for (const node of element.children) {
    if (node.kind === 'element' && node.local === name && node.namespace === undefined) return node;
  }
  return undefined;
}

/** The child elements of this name in no namespace; without a name, all child elements of any namespace. */
export function children(element: XmlElement, name?: string): XmlElement[] {
  const found: XmlElement[] = [];
  for (const node of element.children) {
    if (node.kind !== 'element') continue;
    if (name === undefined || (node.local === name && node.namespace === undefined)) found.push(node);
  }
  return found;
}

/** The value of an attribute without a namespace. Absent is not the empty string. */
export function attribute(element: XmlElement, name: string): string | undefined {
  for (const candidate of element.attributes) {
    if (candidate.name === name) return candidate.value;
  }
  return undefined;
}

/** The text inside an element: all character data of it and of what it contains, as XPath's `string()` gives it. */
export function textOf(element: XmlElement): string {
  const [only] = element.children;
  if (only?.kind === 'text' && element.children.length === 1) return only.text;
  let text = '';
  const pending: XmlNode[] = element.children.toReversed();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.kind === 'text') text += node.text;
    else if (node.kind === 'element') pending.push(...node.children.toReversed());
  }
  return text;
}

/**
 * Where an element stands under its root, for messages: `/domain/devices/disk[2]/source`. Elements that have no
 * sibling of their name carry no number. An element that is not under the root gives its name alone.
 */
export function pathOf(root: XmlElement, element: XmlElement): string {
  const path: string[] = [];
  return collectPath(root, element, path) ? `/${[root.name, ...path.toReversed()].join('/')}` : element.name;
}

/** Adds the steps from `from` down to `element`, last step first; false when it is not there. */
function collectPath(from: XmlElement, element: XmlElement, path: string[]): boolean {
  if (from === element) return true;
  for (const node of from.children) {
    if (node.kind !== 'element' || !collectPath(node, element, path)) continue;
    const alike = from.children.filter(sibling => sibling.kind === 'element' && sibling.name === node.name);
    path.push(alike.length === 1 ? node.name : `${node.name}[${alike.indexOf(node) + 1}]`);
    return true;
  }
  return false;
}
