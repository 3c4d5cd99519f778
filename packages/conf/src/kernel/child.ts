import { claimChild, claimFirst, claimName, noClaims } from './claims.js';
import type { ElementSchema } from './element.js';
import { field, type RequiredField } from './field.js';
import { type Form, opaque } from './form.js';
import { childOf, unitedChild } from './node.js';

/** One child element; of several with its name the first counts. */
export function child<T>(schema: ElementSchema<T>): RequiredField<T> {
  const { name, namespace } = schema;
  const claimed = claimName(name, namespace?.uri);
  return field<T>({
    claims: claimFirst(claimed, 'own'),
    form: elementForm(schema),
    missing: node => `Missing required element '${name}' in element '${node.name}'`,
    read(node, reading) {
      const found = childOf(node, name, namespace?.uri);
      return found === undefined ? undefined : schema.read(found, reading);
    },
    children: (value, out) => schema.write(value, out),
  });
}

/** As `child`, of an element whose parts count wherever they are: several are read as one with all that is in them. */
export function united<T>(schema: ElementSchema<T>): RequiredField<T> {
  const { spec } = child(schema);
  return field<T>({
    ...spec,
    claims: claimChild(schema.name, 'own'),
    read(node, reading) {
      const found = unitedChild(node, schema.name);
      return found === undefined ? undefined : schema.read(found, reading);
    },
  });
}

/** The list of what a value has none of, one for all values: most lists are empty. */
export const emptyList: readonly never[] = [];

/** All child elements of one kind, in their order; none gives an empty list, or is an absent one with `.optional`. */
export function many<T>(schema: ElementSchema<T>): RequiredField<readonly T[]> {
  const { name, namespace } = schema;
  return field<readonly T[]>({
    claims: claimChild(claimName(name, namespace?.uri), 'own'),
    form: { kind: 'list', item: elementForm(schema) },
    missing: node => `Missing required element '${name}' in element '${node.name}'`,
    read(node, reading) {
      let found: T[] | undefined;
      for (const part of node.children) {
        if (part.kind !== 'element' || part.local !== name || part.namespace !== namespace?.uri) continue;
        const value = schema.read(part, reading);
        if (found === undefined) found = [value];
        else found.push(value);
      }
      return found;
    },
    absent: () => emptyList,
    present: value => value.length > 0,
    children(value, out) {
      for (const item of value) schema.write(item, out);
    },
  });
}

/** The form of a field that holds such an element. */
export function elementForm(
  schema: Pick<ElementSchema<never>, 'name' | 'describe'>,
): Extract<Form, { kind: 'element' }> {
  return {
    kind: 'element',
    name: schema.name,
    describe: () => schema.describe?.() ?? { claims: noClaims, form: opaque },
  };
}
