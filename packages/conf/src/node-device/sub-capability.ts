import type { XmlElement } from '@tsvirt/util/xml';
import {
  attributeOf,
  claimChild,
  elementForm,
  type ElementSchema,
  oneOf,
  type OptionalField,
  optionalField,
} from '../kernel/index.js';

function partOf(node: XmlElement, type: string): XmlElement | undefined {
  for (const part of node.children) {
    if (part.kind === 'element' && part.name === 'capability' && attributeOf(part, 'type') === type) return part;
  }
  return undefined;
}

/** A `<capability>` of one type inside another one; of each type there is at most one. */
export function subCapability<T>(type: string, schema: ElementSchema<T>): OptionalField<T> {
  return optionalField<T>({
    claims: claimChild('capability', 'own'),
    form: elementForm(schema),
    missing: () => '',
    read(node, reading) {
      const part = partOf(node, type);
      return part === undefined ? undefined : schema.read(part, reading);
    },
    children: (value, out) => schema.write(value, out),
  });
}

/** A `<capability>` that says nothing but its type: the first of `types` that is there. */
export function bareCapability<const T extends string>(...types: readonly T[]): OptionalField<T> {
  return optionalField<T>({
    claims: claimChild('capability', { attributes: new Set(['type']), children: new Map() }),
    form: { kind: 'text', text: oneOf(...types) },
    missing: () => '',
    read: node => types.find(type => partOf(node, type) !== undefined),
    children(value, out) {
      out.xml.open('capability');
      out.xml.attribute('type', value);
      out.xml.close();
    },
  });
}
