import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { attribute, readXml, type XmlElement } from '@tsvirt/util/xml';

/** One element that a schema describes, with all that any of its alternatives allow. */
export interface SchemaElement {
  /** Names that it may have; undefined for any name. */
  readonly names: readonly string[] | undefined;
  readonly namespace: string | undefined;
  /** The patterns in it: the key for telling elements apart. */
  readonly node: XmlElement;
  readonly grammar: Grammar;
}

/** What stands directly in an element. */
export interface SchemaContent {
  readonly attributes: ReadonlySet<string>;
  readonly elements: readonly SchemaElement[];
}

/** Definitions of a RELAX NG schema in XML syntax, with its includes. */
export interface Grammar {
  readonly start: readonly XmlElement[];
  readonly definitions: ReadonlyMap<string, readonly XmlElement[]>;
}

/** Reads a schema and all it includes; a definition inside an include replaces the included one. */
export async function readGrammar(path: string): Promise<Grammar> {
  const root = readXml(await readFile(path, 'utf8'));
  const definitions = new Map<string, XmlElement[]>();
  const start: XmlElement[] = [];
  for (const part of elementsOf(root)) {
    if (part.local === 'include') await include(part, path, definitions);
    else if (part.local === 'start') start.push(...elementsOf(part));
    else if (part.local === 'define') define(part, definitions);
  }
  return { start, definitions };
}

async function include(part: XmlElement, path: string, into: Map<string, XmlElement[]>): Promise<void> {
  const { definitions } = await readGrammar(join(dirname(path), attribute(part, 'href') ?? ''));
  const replaced = new Set(elementsOf(part).map(override => attribute(override, 'name') ?? ''));
  for (const [name, patterns] of definitions) {
    if (!replaced.has(name)) into.set(name, [...(into.get(name) ?? []), ...patterns]);
  }
  for (const override of elementsOf(part)) if (override.local === 'define') define(override, into);
}

function define(part: XmlElement, into: Map<string, XmlElement[]>): void {
  const name = attribute(part, 'name') ?? '';
  into.set(name, [...(into.get(name) ?? []), ...elementsOf(part)]);
}

/**
 * Elements and attributes that the patterns allow, whatever choices, groups and references they are in.
 * @param around the namespace of the element that the patterns are written in
 */
export function contentOf(grammar: Grammar, patterns: readonly XmlElement[], around?: string): SchemaContent {
  const attributes = new Set<string>();
  const elements: SchemaElement[] = [];
  const followed = new Set<string>();
  function walk(pattern: XmlElement, namespace: string | undefined): void {
    switch (pattern.local) {
      case 'ref': {
        const name = attribute(pattern, 'name') ?? '';
        if (followed.has(name)) return;
        followed.add(name);
        for (const part of grammar.definitions.get(name) ?? []) walk(part, undefined);
        return;
      }
      case 'attribute':
        for (const name of namesOf(pattern) ?? []) attributes.add(name);
        return;
      case 'element':
        elements.push({
          names: namesOf(pattern),
          namespace: attribute(pattern, 'ns') ?? namespace,
          node: pattern,
          grammar,
        });
        return;
      case 'value':
      case 'data':
      case 'text':
      case 'empty':
        return;
      case 'externalRef':
        throw new Error('an external reference has to be a grammar of its own');
      default:
        for (const part of elementsOf(pattern)) walk(part, namespace);
    }
  }
  for (const pattern of patterns) walk(pattern, around);
  return { attributes, elements };
}

/** Names that an element or attribute pattern allows; undefined when any. */
function namesOf(pattern: XmlElement): readonly string[] | undefined {
  const name = attribute(pattern, 'name');
  if (name !== undefined) return [name];
  const [first] = elementsOf(pattern);
  if (first === undefined || first.local === 'anyName' || first.local === 'nsName') return undefined;
  const parts = first.local === 'choice' ? elementsOf(first) : [first];
  if (parts.some(part => part.local !== 'name')) return undefined;
  return parts.map(part =>
    part.children
      .map(child => (child.kind === 'text' ? child.text : ''))
      .join('')
      .trim(),
  );
}

/** What stands in an element's pattern, without the name class. */
export function patternsIn(element: SchemaElement): XmlElement[] {
  const parts = elementsOf(element.node);
  return attribute(element.node, 'name') === undefined ? parts.slice(1) : parts;
}

export function elementsOf(node: XmlElement): XmlElement[] {
  return node.children.filter(child => child.kind === 'element');
}
