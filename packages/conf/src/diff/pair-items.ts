import type { DocumentName } from '../documents/index.js';
import { formToJson } from '../json/index.js';
import type { Form } from '../kernel/index.js';
import { identityAt } from './identities.js';
import { matchByKey, matchInOrder, type Pair } from './match-items.js';

/**
 * Which items of two lists stand for the same thing: by what tells them apart, or else by content and order.
 * @param path of the list, property names alone
 */
export function pairItems(
  kind: DocumentName,
  path: string,
  item: Form,
  before: readonly unknown[],
  after: readonly unknown[],
): Pair[] {
  const identity = identityAt(kind, path);
  const texts = (list: readonly unknown[]) => list.map(entry => textOf(item, entry));
  if (identity === undefined) return matchInOrder(texts(before), texts(after));
  // The list has the items that the table's entry for its path is written for.
  const keys = (list: readonly unknown[]) => list.map(entry => String(identity(entry as never) ?? ''));
  return matchByKey(keys(before), keys(after));
}

/** The same text for values that mean the same. */
export function textOf(form: Form, value: unknown): string {
  return JSON.stringify(formToJson(form, value, { secure: true }));
}
