import type { XmlElement } from '@tsvirt/util/xml';
import {
  type Description,
  type ElementSchema,
  type FaultKind,
  type Finding,
  fault,
  field,
  type Field,
  noClaims,
  opaque,
  type Reading,
  type RequiredField,
  type Rule,
  withRule,
} from './kernel/index.js';

/** The element, whose value is refused as soon as it is read: for what its parts say together. */
export function checked<T>(schema: ElementSchema<T>, check: (value: T) => Finding | undefined): ElementSchema<T> {
  // Only values of the element's own form are checked.
  const describe = describedWith(schema, { check: value => check(value as T) });
  return {
    ...schema,
    ...(describe !== undefined && { describe }),
    read(node, reading) {
      const value = schema.read(node, reading);
      const finding = check(value);
      if (finding !== undefined) throw fault(node, reading, finding.what, '', finding.kind);
      return value;
    },
  };
}

/** The element, whose value is put right as soon as it is read. */
export function settled<T>(schema: ElementSchema<T>, refine: (value: T) => T): ElementSchema<T> {
  // As above: values of this form are of this type.
  const describe = describedWith(schema, { refine: value => refine(value as T) });
  return {
    ...schema,
    ...(describe !== undefined && { describe }),
    read: (node, reading) => refine(schema.read(node, reading)),
  };
}

/** Descriptions are looked at late, since an element may contain itself. */
function describedWith<T>(schema: ElementSchema<T>, rule: Rule): (() => Description) | undefined {
  if (schema.describe === undefined) return undefined;
  let made: Description | undefined;
  return () => {
    if (made === undefined) {
      const { claims, form } = schema.describe?.() ?? { claims: noClaims, form: opaque };
      made = { claims, form: withRule(form, rule) };
    }
    return made;
  };
}

/** As `checked`, for the fields that one element has. */
export function checkedField<T>(inner: RequiredField<T>, check: (value: T) => Finding | undefined): RequiredField<T> {
  const { spec } = inner;
  const absent = spec.absent?.bind(spec);
  function sound(value: T, node: XmlElement, reading: Reading): T {
    const finding = check(value);
    if (finding !== undefined) throw fault(node, reading, finding.what, '', finding.kind);
    return value;
  }
  return field<T>({
    ...spec,
    // The field's own form says what the values are.
    form: withRule(spec.form ?? opaque, { check: value => check(value as T) }),
    read(node, reading) {
      const value = spec.read(node, reading);
      return value === undefined ? undefined : sound(value, node, reading);
    },
    ...(absent !== undefined && {
      absent: (node: XmlElement, reading: Reading) => sound(absent(node, reading), node, reading),
    }),
  });
}

/** The field, of whose child element there must not be more than `most`. */
export function atMost<T>(
  most: number,
  name: string,
  inner: Field<T>,
  what: string,
  kind: FaultKind,
): RequiredField<T> {
  return field<T>({
    ...inner.spec,
    read(node, reading) {
      let count = 0;
      for (const part of node.children) if (part.kind === 'element' && part.name === name) count++;
      if (count > most) throw fault(node, reading, what, '', kind);
      return inner.spec.read(node, reading);
    },
  });
}
