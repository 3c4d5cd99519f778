import { attr, attributeOf, type FaultKind, field, type RequiredField, type Text } from './kernel/index.js';

/** An attribute that counts as absent when there is nothing between its quotes. */
export function filled<T>(name: string, text: Text<T>, kind: FaultKind = {}, absence = kind): RequiredField<T> {
  const { spec } = attr(name, text, kind, absence);
  return field<T>({
    ...spec,
    read: (node, reading) => (attributeOf(node, name) === '' ? undefined : spec.read(node, reading)),
  });
}
