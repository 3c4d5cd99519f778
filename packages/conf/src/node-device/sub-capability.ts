import type { XmlElement } from '@tsvirt/util/xml';
import {
  attributeOf,
  claimChild,
  elementForm,
  type ElementSchema,
  type FaultKind,
  fault,
  field,
  oneOf,
  type OptionalField,
  optionalField,
  type RequiredField,
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

/** A `<capability>` that says nothing but its type: the first that has one of `types`. */
export function bareCapability<const T extends string>(...types: readonly T[]): OptionalField<T> {
  return optionalField<T>({
    claims: claimChild('capability', { attributes: new Set(['type']), children: new Map() }),
    form: { kind: 'text', text: oneOf(...types) },
    missing: () => '',
    read(node) {
      for (const part of node.children) {
        if (part.kind !== 'element' || part.name !== 'capability') continue;
        const found = types.find(type => type === attributeOf(part, 'type'));
        if (found !== undefined) return found;
      }
      return undefined;
    },
    children(value, out) {
      out.xml.open('capability');
      out.xml.attribute('type', value);
      out.xml.close();
    },
  });
}

/** What is wrong with a capability inside another one that has no type, or an unknown one; absent: nothing is. */
interface PartRules {
  readonly missing?: FaultKind;
  readonly known?: readonly string[];
  readonly unknown?: FaultKind;
  /** Only the first of them counts. */
  readonly firstOnly?: true;
}

/** The field, with the types of all capabilities inside the element checked. */
export function withKnownParts<T>(inner: RequiredField<T>, rules: PartRules): RequiredField<T> {
  return field<T>({
    ...inner.spec,
    read(node, reading) {
      const value = inner.spec.read(node, reading);
      for (const part of node.children) {
        if (part.kind !== 'element' || part.name !== 'capability') continue;
        const type = attributeOf(part, 'type');
        if (type === undefined) {
          if (rules.missing !== undefined) throw fault(part, reading, 'missing capability type', '', rules.missing);
        } else if (rules.known?.includes(type) === false) {
          const hint = `: expected one of ${rules.known.map(name => `'${name}'`).join(', ')}`;
          throw fault(part, reading, `unknown capability type '${type}'`, hint, rules.unknown);
        }
        if (rules.firstOnly === true) break;
      }
      return value;
    },
  });
}
