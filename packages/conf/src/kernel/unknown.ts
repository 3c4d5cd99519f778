import type { XmlAttribute, XmlElement } from '@tsvirt/util/xml';
import { type Claims, claimName, noClaims } from './claims.js';
import { pathOf } from './fault.js';
import { nearest } from './nearest.js';
import type { Output } from './output.js';
import type { Reading } from './reading.js';

/** The property under which the value of an element carries what its description does not account for. */
export const keptParts: unique symbol = Symbol.for('tsvirt.conf.kept-parts');

/** Unknown parts of one element, and of the children whose fields are held in the same value. */
export interface Kept {
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlElement[];
  readonly inner: ReadonlyMap<string, Kept>;
}

/** The parts of `node` outside of `claims`, repetitions among them; undefined when there are none. */
export function unclaimed(node: XmlElement, claims: Claims): Kept | undefined {
  const attributes: XmlAttribute[] = [];
  const children: XmlElement[] = [];
  const inner = new Map<string, Kept>();
  const seen = new Set<string>();
  for (const attribute of node.attributes) {
    if (attribute.prefix === 'xmlns' || attribute.name === 'xmlns') continue;
    if (!claims.attributes.has(attribute.name)) attributes.push(attribute);
  }
  for (const child of node.children) {
    if (child.kind !== 'element') continue;
    const name = claimOf(child);
    const content = claims.children.get(name);
    if (content === undefined || (claims.single?.has(name) === true && seen.has(name))) children.push(child);
    else if (typeof content !== 'string') {
      const rest = unclaimed(child, content);
      if (rest !== undefined && !inner.has(child.name)) inner.set(child.name, rest);
    }
    seen.add(name);
  }
  if (attributes.length === 0 && children.length === 0 && inner.size === 0) return undefined;
  return { attributes, children, inner };
}

/** The name by which a description accounts for the element, if it does. */
function claimOf({ name, local, namespace }: XmlElement): string {
  return claimName(namespace === undefined ? name : local, namespace);
}

/** Lists the unknown parts of `node` in the reading: elements as `/a/b`, attributes as `/a/b/@c`. */
export function reportUnclaimed(node: XmlElement, kept: Kept, claims: Claims, reading: Reading): void {
  reportAt(pathOf(node, reading.root), kept, claims, reading);
}

function reportAt(path: string, kept: Kept, claims: Claims, reading: Reading): void {
  const report = (at: string, part: XmlAttribute | XmlElement, known: Iterable<string>) => {
    reading.unknownPaths.push(at);
    const { line, column } = part;
    reading.ignored.push({ path: at, line, column, nearest: nearest(part.name, [...known]) });
  };
  const reportRepetition = (part: XmlElement) => {
    const { line, column } = part;
    const at = pathOf(part, reading.root);
    reading.unknownPaths.push(at);
    reading.ignored.push({ path: at, line, column, nearest: undefined, repeats: true });
  };
  for (const attribute of kept.attributes) report(`${path}/@${attribute.name}`, attribute, claims.attributes);
  for (const child of kept.children) {
    if (claims.single?.has(claimOf(child)) === true) reportRepetition(child);
    else report(`${path}/${child.name}`, child, claims.children.keys());
  }
  for (const [name, inner] of kept.inner) {
    const content = claims.children.get(name);
    reportAt(`${path}/${name}`, inner, typeof content === 'object' ? content : noClaims, reading);
  }
}

export function writeKeptAttributes(out: Output): void {
  if (out.kept === undefined) return;
  for (const { name, value } of out.kept.attributes) out.xml.attribute(name, value);
}

export function writeKeptChildren(out: Output): void {
  if (out.kept === undefined) return;
  for (const child of out.kept.children) out.xml.element(child);
}
