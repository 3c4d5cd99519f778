import type { Namespace } from './element.js';
import type { Field, OptionalField } from './field.js';
import { optionalField } from './field.js';

/** A field in a foreign namespace, whose prefix is declared on the element that holds it. */
export function declaring<T>(namespace: Namespace, inner: Field<T>): OptionalField<T> {
  const { spec } = inner;
  return optionalField<T>({
    ...spec,
    lead: (_value, out) => out.xml.attribute(`xmlns:${namespace.prefix}`, namespace.uri),
  });
}
