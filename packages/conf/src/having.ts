import { attributeOf, childOf, field, type RequiredField } from './kernel/index.js';

/** A field of one child element that says nothing without one of its attributes. */
export function having<T>(attribute: string, { spec }: RequiredField<T>): RequiredField<T> {
  return field<T>({
    ...spec,
    read(node, reading) {
      const [name] = spec.claims.children.keys();
      const found = name === undefined ? undefined : childOf(node, name);
      const says = found !== undefined && attributeOf(found, attribute) !== undefined;
      return says ? spec.read(node, reading) : undefined;
    },
  });
}
