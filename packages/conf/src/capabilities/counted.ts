import {
  claimAttribute,
  type ElementSchema,
  field,
  many,
  mergeClaims,
  type RequiredField,
  within,
} from '../kernel/index.js';

/** A list in an element of its own, which says how many there are: `<cells num='2'>`. */
export function counted<T>(name: string, schema: ElementSchema<T>): RequiredField<readonly T[]> {
  const { spec } = many(schema);
  return within(
    name,
    field<readonly T[]>({
      ...spec,
      claims: mergeClaims([spec.claims, claimAttribute('num')]),
      present: () => true,
      attributes: (value, out) => out.xml.attribute('num', value.length),
      children(value, out) {
        out.xml.body();
        spec.children?.(value, out);
      },
    }),
  );
}
