import { readXml, type XmlElement } from '@tsvirt/util/xml';
import { type Claims, claimName } from './claims.js';
import { counterpart } from './counterpart.js';
import { pathOf } from './fault.js';
import type { FieldSpec } from './field.js';
import { elementForm } from './child.js';
import { type Form, opaque } from './form.js';
import { unitedChild } from './node.js';
import { startReading } from './reading.js';
import type { TextSource } from './source.js';

/** Where something is in the text of a document. */
export interface Place {
  /** The way to the element, as `/domain/devices/disk[2]/target`. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

type Step = string | number;

/**
 * Where the part of a value is in the text that the value was made of: the attribute or element itself, or the nearest
 * element around it that is there. The text is read once more for this.
 * @param value what was made of the text: completed, perhaps
 * @param holder a record in `value`
 * @throws VirtError for a text that has changed since
 */
export function placeOf(source: TextSource, value: object, holder: object, key: string | undefined): Place {
  const root = readXml(source.xml);
  const read = source.schema.read(root, startReading(root, { inactive: source.inactive }));
  const trail = trailTo(holder, value);
  // What is not in the value is somewhere in the document: that is all there is to say.
  const steps: readonly Step[] = trail === undefined ? [] : key === undefined ? trail : [...trail, key];
  const walk = new Walk(root, elementForm(source.schema), read, value);
  if (steps.every(step => walk.take(step))) walk.settle();
  const { line, column } = walk.attribute ?? walk.node;
  return { path: pathOf(walk.node, root), line, column };
}

/** The way from a value to a record in it; undefined when that is not in it. */
export function trailTo(part: object, whole: object): Step[] | undefined {
  if (part === whole) return [];
  for (const [key, value] of Object.entries(whole)) {
    if (typeof value !== 'object' || value === null) continue;
    const rest = trailTo(part, value);
    if (rest !== undefined) return [Array.isArray(whole) ? Number(key) : key, ...rest];
  }
  return undefined;
}

/** Goes down a value and the elements that it was read from, along the description of both. */
class Walk {
  node: XmlElement;
  attribute: XmlElement['attributes'][number] | undefined;
  #form: Form;
  /** The value as it was read, and what was made of it. */
  #was: unknown;
  #is: unknown;

  constructor(node: XmlElement, form: Form, was: unknown, is: unknown) {
    this.node = node;
    this.#form = form;
    this.#was = was;
    this.#is = is;
  }

  /** Goes to a property or an item. False when the document has none of it: the walk ends at what is around it. */
  take(step: Step): boolean {
    let form = this.#plain(this.#form);
    while (form?.kind === 'union') {
      if (step === form.discriminator) return this.#toAttribute(step);
      form = this.#plain(this.#armOf(form));
    }
    if (form === undefined) return false;
    if (typeof step === 'number') return form.kind === 'list' && this.#takeItem(form.item, step);
    if (form.kind !== 'record') return this.#toAttribute(step);
    const field = form.fields.find(({ key }) => key === step);
    if (field === undefined) return false;
    this.#was = property(this.#was, step);
    this.#is = property(this.#is, step);
    return this.#enter(field.spec);
  }

  /** Goes into the one element that a value of a union is in, if its kind has such. */
  settle(): void {
    const form = this.#armOf(this.#form);
    if (form.kind === 'within') this.#down(form.name);
  }

  #armOf(form: Form): Form {
    if (form.kind !== 'union') return form;
    return this.#armOf(form.arms.get(String(property(this.#is, form.discriminator))) ?? opaque);
  }

  /** What a form stands for: a record, a union, a list, or a single value. Undefined: the element it is in is not there. */
  #plain(form: Form): Form | undefined {
    switch (form.kind) {
      case 'element':
        return this.#plain(form.describe().form);
      case 'within':
        return this.#down(form.name) ? this.#plain(form.inner) : undefined;
      default:
        return form;
    }
  }

  #enter(spec: FieldSpec<unknown>): boolean {
    const form = spec.form ?? opaque;
    this.#form = form;
    switch (form.kind) {
      case 'record':
      case 'union':
      case 'list':
        return true;
      case 'within': {
        const inner = this.#down(form.name);
        if (inner) this.#form = form.inner;
        return inner && (form.inner.kind !== 'text' || this.#toClaimed(form.claims));
      }
      default:
        return this.#toClaimed(spec.claims);
    }
  }

  /** To the one attribute or element that a field accounts for; one with several is where all of them are. */
  #toClaimed({ attributes, children, single }: Claims): boolean {
    const [attribute] = attributes;
    const [child] = children.keys();
    if (attributes.size + children.size !== 1) return true;
    if (attribute !== undefined) return this.#toAttribute(attribute);
    return child !== undefined && this.#down(child, single?.has(child) !== true);
  }

  #toAttribute(wanted: string): boolean {
    this.attribute = this.node.attributes.find(({ name }) => name === wanted);
    return false;
  }

  /** @param all whether several elements of the name are read as one */
  #down(claimed: string, all = false): boolean {
    const found = all
      ? unitedChild(this.node, claimed)
      : elementsOf(this.node).find(child => claimedAs(child) === claimed);
    if (found !== undefined) this.node = found;
    return found !== undefined;
  }

  #takeItem(item: Form, index: number): boolean {
    if (item.kind !== 'element') return false;
    const [was, is] = [listOf(this.#was), listOf(this.#is)];
    const nodes = elementsOf(this.node).filter(({ local }) => local === item.name);
    const given = counterpart(was, is, index);
    const node = given === undefined || nodes.length !== was.length ? undefined : nodes[given];
    if (given === undefined || node === undefined) return false;
    this.node = node;
    this.#form = item;
    this.#was = was[given];
    this.#is = is[index];
    return true;
  }
}

function elementsOf({ children }: XmlElement): XmlElement[] {
  return children.filter(child => child.kind === 'element');
}

function claimedAs({ name, local, namespace }: XmlElement): string {
  return claimName(namespace === undefined ? name : local, namespace);
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
