import { attributeOf, type Field, type OptionalField, optionalField } from './kernel/index.js';

/** A field that means something for some words of another attribute of its element; for others it is passed over unread. */
export function depending<T>(attribute: string, words: readonly string[], { spec }: Field<T>): OptionalField<T> {
  return optionalField<T>({
    ...spec,
    read: (node, reading) =>
      words.includes(attributeOf(node, attribute) ?? '') ? spec.read(node, reading) : undefined,
  });
}
