import { VirtError } from '@tsvirt/util';
import { type DocumentName, type Documents, documents } from '../documents/index.js';
import { formToJson, type JsonValue } from '../json/index.js';
import { elementForm, type Form, opaque } from '../kernel/index.js';
import type { Change } from './change.js';
import { pairItems, textOf } from './pair-items.js';

/** What a comparison takes into account. */
export interface DiffOptions<K extends DocumentName> {
  /**
   * Fills in what a document leaves out, to tell which changes are only defaults: a driver's own completion where there
   * is one. Absent: what the format itself says.
   */
  readonly complete?: (value: Documents[K]) => Documents[K];
  /** Changes of passwords and keys show these; without, they only say that there is a change. */
  readonly secure?: boolean;
}

interface Place {
  /** As shown. */
  readonly path: string;
  /** Without the names of list items, as tables have it. */
  readonly pattern: string;
  readonly isSecret: boolean;
}

/**
 * What is different in the meaning of two documents, in the order of the description: layout, order of attributes and
 * spelling of values don't count, and devices are matched by identity (a disk by its target, an interface by its
 * address), not by place. Empty for documents that mean the same.
 * @example
 * ```ts
 * import { diffDocuments, parseDocument } from '@tsvirt/conf';
 *
 * const parse = (bridge: string) =>
 *   parseDocument(`<network><name>default</name><bridge name='${bridge}'/></network>`, { kind: 'network' }).value;
 * for (const { path, kind } of diffDocuments('network', parse('virbr0'), parse('virbr1'))) console.log(path, kind);
 * ```
 */
export function diffDocuments<K extends DocumentName>(
  kind: K,
  before: Documents[K],
  after: Documents[K],
  options: DiffOptions<K> = {},
): Change[] {
  const changes = compare(kind, before, after, options.secure);
  if (changes.length === 0) return changes;
  const completed = completedChanges(
    kind,
    before,
    after,
    options.complete ?? (value => documents[kind].complete(value)),
  );
  if (completed === undefined) return changes;
  return changes.map(change => ({
    ...change,
    onlyDefault: !completed.some(other => overlaps(other.path, change.path)),
  }));
}

/** Undefined when one of the documents cannot be completed: then nothing is known to be a default. */
function completedChanges<K extends DocumentName>(
  kind: K,
  before: Documents[K],
  after: Documents[K],
  complete: (value: Documents[K]) => Documents[K],
): Change[] | undefined {
  try {
    return compare(kind, complete(before), complete(after));
  } catch (reason) {
    if (VirtError.is(reason)) return undefined;
    throw reason;
  }
}

/** Whether one path is the other, or leads to it. */
function overlaps(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return long.startsWith(short) && ['', '.', '['].includes(long.charAt(short.length));
}

function compare<K extends DocumentName>(kind: K, before: Documents[K], after: Documents[K], secure = false): Change[] {
  const changes: Change[] = [];

  function visit(form: Form, a: unknown, b: unknown, place: Place): void {
    if (a === b) return;
    if (a === undefined || b === undefined) {
      report(form, a, b, place);
      return;
    }
    switch (form.kind) {
      case 'element':
        visit(form.describe().form, a, b, place);
        return;
      case 'within':
        visit(form.inner, a, b, place);
        return;
      case 'record':
        for (const { key, spec } of form.fields) {
          visit(spec.form ?? opaque, property(a, key), property(b, key), below(place, key, spec.reserve === 'secret'));
        }
        return;
      case 'union':
        visitUnion(form, a, b, place);
        return;
      case 'list':
        visitList(form.item, listOf(a), listOf(b), place);
        return;
      default:
        if (textOf(form, a) !== textOf(form, b)) report(form, a, b, place);
    }
  }

  function visitUnion(form: Extract<Form, { kind: 'union' }>, a: unknown, b: unknown, place: Place): void {
    const { discriminator, arms } = form;
    const [was, is] = [property(a, discriminator), property(b, discriminator)];
    // Another arm is another thing: its properties say nothing about those of the first.
    if (was !== is) report(form, a, b, place);
    else visit(arms.get(String(is)) ?? opaque, a, b, place);
  }

  function visitList(item: Form, a: readonly unknown[], b: readonly unknown[], place: Place): void {
    for (const pair of pairItems(kind, place.pattern, item, a, b)) {
      const [was, is] = [pair.before, pair.after].map((at, side) =>
        at === undefined ? undefined : [a, b][side]?.[at],
      );
      visit(item, was, is, { ...place, path: `${place.path}[${pair.name}]` });
    }
  }

  function report(form: Form, a: unknown, b: unknown, { path, isSecret }: Place): void {
    const [was, is] = [a, b].map(value => (value === undefined ? undefined : formToJson(form, value, { secure })));
    if (isNothing(was) && isNothing(is)) return;
    const what = isNothing(was) ? 'added' : isNothing(is) ? 'removed' : 'changed';
    const shown = secure || !isSecret;
    changes.push({
      kind: what,
      path,
      ...(shown && what !== 'added' && was !== undefined && { before: was }),
      ...(shown && what !== 'removed' && is !== undefined && { after: is }),
      onlyDefault: false,
    });
  }

  visit(elementForm(documents[kind].schema), before, after, { path: '', pattern: '', isSecret: false });
  return changes;
}

/** An empty list is none. */
function isNothing(value: JsonValue | undefined): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}

function below({ path, pattern, isSecret }: Place, key: string, isSecretToo: boolean): Place {
  const join = (way: string) => (way === '' ? key : `${way}.${key}`);
  return { path: join(path), pattern: join(pattern), isSecret: isSecret || isSecretToo };
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
