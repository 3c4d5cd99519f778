import { attributeStart, type ReadyAttribute, readyAttribute } from '@tsvirt/util/xml';
import { claimAttribute } from './claims.js';
import { expectation, type FaultKind, fault } from './fault.js';
import { field, type RequiredField } from './field.js';
import { attributeOf } from './node.js';
import { isLenient, type Text } from './text.js';

/**
 * An attribute of the element.
 * @param kind what kind of fault a wrong value is
 * @param absence what kind of fault it is when it is missing, where that differs
 */
export function attr<T>(name: string, text: Text<T>, kind: FaultKind = {}, absence = kind): RequiredField<T> {
  const passOver = isLenient(text);
  const { write, values } = text;
  let words: ReadonlyMap<T, ReadyAttribute> | undefined;
  let start: ReadyAttribute | undefined;
  return field<T>({
    claims: claimAttribute(name),
    kind: absence,
    form: { kind: 'text', text },
    missing: node => `Missing required attribute '${name}' in element '${node.name}'`,
    read(node, reading) {
      const given = attributeOf(node, name);
      if (given === undefined) return undefined;
      const value = text.read(given);
      if (value === undefined && !passOver) {
        const what = `Invalid value for attribute '${name}' in element '${node.name}': '${given}'.`;
        throw fault(node, reading, what, expectation(text.expected, text.values, given, name), kind);
      }
      return value;
    },
    attributes(value, out) {
      const ready = values === undefined ? undefined : (words ??= readyWords(name, text)).get(value);
      if (ready === undefined) out.xml.prepared((start ??= attributeStart(name)), write(value));
      else out.xml.ready(ready);
    },
  });
}

/** The attribute as it is written for each value that has a word of its own. */
function readyWords<T>(name: string, text: Text<T>): ReadonlyMap<T, ReadyAttribute> {
  const words = new Map<T, ReadyAttribute>();
  for (const entry of text.values ?? []) {
    const value = text.read(entry);
    if (value !== undefined) words.set(value, readyAttribute(name, text.write(value)));
  }
  return words;
}

/** The same attribute, written before all that are not leading: for those that say what the others mean. */
export function leading<T>(inner: RequiredField<T>): RequiredField<T> {
  const { spec } = inner;
  return field<T>({
    ...spec,
    attributes: () => {},
    lead: (value, out) => spec.attributes?.(value, out),
  });
}
