import { pairItems, textOf } from '../diff/index.js';
import { type DocumentName, type Documents, documents, parseDocument } from '../documents/index.js';
import { absentKeysOf, elementForm, type Form, opaque, type ReadOptions } from '../kernel/index.js';

/** Where a value comes from: the document said it, the format has it as default, or a driver's completion put it there. */
export type Origin = 'given' | 'default' | 'driver';

/** How a document is read and completed to learn where its values come from. */
export interface OriginOptions<K extends DocumentName> extends Omit<ReadOptions, 'trace'> {
  /** What a driver does to the document once it is read: `domain => completeDomain(domain, policy)`. Absent: nothing. */
  readonly complete?: (value: Documents[K]) => Documents[K];
}

/** A document with the origin of each of its values. */
export interface TracedDocument<K extends DocumentName> {
  readonly value: Documents[K];
  /** Each single value by its path, as in `Change`: `devices.disks[vda].target.bus`. */
  readonly origins: ReadonlyMap<string, Origin>;
}

interface Place {
  readonly path: string;
  readonly pattern: string;
  /** Whether a constant stands here for something that the document left out. */
  readonly isAbsent: boolean;
}

/**
 * Reads a document, completes it, and says of each value where it comes from.
 * @throws what `parseDocument` and the completion throw
 */
export function originsOf<K extends DocumentName>(
  kind: K,
  xml: string | Uint8Array,
  options: OriginOptions<K> = {},
): TracedDocument<K> {
  const { complete, ...reading } = options;
  const parsed = parseDocument(xml, { ...reading, kind, trace: true }).value;
  const value = complete?.(parsed) ?? parsed;
  const origins = new Map<string, Origin>();

  function visit(form: Form, was: unknown, is: unknown, place: Place): void {
    if (is === undefined) return;
    switch (form.kind) {
      case 'element':
        visit(form.describe().form, was, is, place);
        return;
      case 'within':
        visit(form.inner, was, is, place);
        return;
      case 'record':
        for (const { key, spec } of form.fields) {
          visit(spec.form ?? opaque, property(was, key), property(is, key), below(place, key, was));
        }
        return;
      case 'union': {
        const { discriminator, arms } = form;
        const told = property(is, discriminator);
        const same = told === property(was, discriminator);
        note(same, below(place, discriminator, was));
        visit(arms.get(String(told)) ?? opaque, same ? was : undefined, is, place);
        return;
      }
      case 'list':
        visitList(form.item, listOf(was), listOf(is), place);
        return;
      default:
        note(was !== undefined && textOf(form, was) === textOf(form, is), place);
    }
  }

  function visitList(item: Form, was: readonly unknown[], is: readonly unknown[], place: Place): void {
    for (const { name, before, after } of pairItems(kind, place.pattern, item, was, is)) {
      if (after === undefined) continue;
      visit(item, before === undefined ? undefined : was[before], is[after], {
        ...place,
        path: `${place.path}[${name}]`,
      });
    }
  }

  function note(isParsed: boolean, { path, isAbsent }: Place): void {
    origins.set(path, isParsed ? (isAbsent ? 'default' : 'given') : 'driver');
  }

  visit(elementForm(documents[kind].schema), parsed, value, { path: '', pattern: '', isAbsent: false });
  return { value, origins };
}

function below(place: Place, key: string, holder: unknown): Place {
  const join = (path: string) => (path === '' ? key : `${path}.${key}`);
  return { path: join(place.path), pattern: join(place.pattern), isAbsent: place.isAbsent || leftOut(holder, key) };
}

/** Whether the document has nothing of the property; a record that says this of its own properties has something. */
function leftOut(holder: unknown, key: string): boolean {
  if (typeof holder !== 'object' || holder === null || absentKeysOf(holder)?.has(key) !== true) return false;
  const value = property(holder, key);
  return typeof value !== 'object' || value === null || absentKeysOf(value) === undefined;
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
