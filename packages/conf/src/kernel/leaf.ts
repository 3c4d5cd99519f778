import { ReadyName } from '@tsvirt/util/xml';
import { claimFirst, noClaims } from './claims.js';
import { expectation, type FaultKind, fault } from './fault.js';
import { field, type OptionalField, optionalField, type RequiredField } from './field.js';
import { childOf, textIn } from './node.js';
import { isLenient, type Text } from './text.js';

/** A child element that holds only text. An empty one counts as absent, as XPath's string value has it in libvirt. */
export function leaf<T>(name: string, text: Text<T>, kind: FaultKind = {}): RequiredField<T> {
  const passOver = isLenient(text);
  const { write } = text;
  let written: ReadyName | undefined;
  return field<T>({
    claims: claimFirst(name, noClaims),
    kind,
    form: { kind: 'text', text },
    missing: node => `Missing required element '${name}' in element '${node.name}'`,
    read(node, reading) {
      const found = childOf(node, name);
      if (found === undefined) return undefined;
      const given = textIn(found);
      if (given === '') return undefined;
      const value = text.read(given);
      if (value === undefined && !passOver) {
        const what = `Invalid value for element '${name}': '${given}'.`;
        throw fault(found, reading, what, expectation(text.expected, text.values, given), kind);
      }
      return value;
    },
    children: (value, out) => out.xml.leaf((written ??= new ReadyName(name)), write(value)),
  });
}

/** The text of the element itself; empty text counts as absent. */
export function content<T>(text: Text<T>, kind: FaultKind = {}): RequiredField<T> {
  return field<T>({
    claims: noClaims,
    kind,
    form: { kind: 'text', text },
    missing: node => `Missing text in element '${node.name}'`,
    read(node, reading) {
      const given = textIn(node);
      if (given === '') return undefined;
      const value = text.read(given);
      if (value === undefined && !isLenient(text)) {
        const what = `Invalid value for element '${node.name}': '${given}'.`;
        throw fault(node, reading, what, expectation(text.expected, text.values, given), kind);
      }
      return value;
    },
    children: (value, out) => out.xml.text(text.write(value)),
  });
}

/** An empty child element that is there or not: true, or absent. */
export function flag(name: string): OptionalField<boolean> {
  return optionalField<boolean>({
    claims: claimFirst(name, noClaims),
    form: { kind: 'flag' },
    missing: () => '',
    read: node => (childOf(node, name) === undefined ? undefined : true),
    present: value => value,
    children(_value, out) {
      out.xml.open(name);
      out.xml.close();
    },
  });
}
