import type { XmlElement } from '@tsvirt/util/xml';
import {
  type ElementSchema,
  type FaultKind,
  fault,
  field,
  type Field,
  type Reading,
  type RequiredField,
} from './kernel/index.js';

/** What is wrong with an element as a whole. */
export interface Finding {
  readonly what: string;
  readonly kind: FaultKind;
}

/** The element, whose value is put right or refused as soon as it is read: for what its parts say together. */
export function checked<T>(
  schema: ElementSchema<T>,
  check: (value: T, node: XmlElement) => Finding | undefined,
): ElementSchema<T> {
  return {
    ...schema,
    read(node, reading) {
      const value = schema.read(node, reading);
      const finding = check(value, node);
      if (finding !== undefined) throw fault(node, reading, finding.what, '', finding.kind);
      return value;
    },
  };
}

/** As `checked`, for the fields that one element has. */
export function checkedField<T>(
  inner: RequiredField<T>,
  check: (value: T, node: XmlElement) => Finding | undefined,
): RequiredField<T> {
  const { spec } = inner;
  const absent = spec.absent?.bind(spec);
  function sound(value: T, node: XmlElement, reading: Reading): T {
    const finding = check(value, node);
    if (finding !== undefined) throw fault(node, reading, finding.what, '', finding.kind);
    return value;
  }
  return field<T>({
    ...spec,
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
