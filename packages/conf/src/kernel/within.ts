import { ReadyName, type XmlElement } from '@tsvirt/util/xml';
import { type Claims, claimFirst } from './claims.js';
import { fault } from './fault.js';
import { field, type OptionalField, type RequiredField } from './field.js';
import { opaque } from './form.js';
import { type Inside, insideOf } from './inside.js';
import { childOf, emptyNode } from './node.js';
import type { Output } from './output.js';
import type { Reading } from './reading.js';
import { writeKeptChildren } from './unknown.js';

/**
 * A field that lives in a child element without being an object of its own there. The child is written when the field
 * has something to write. When the child is absent, a required field still reads: from nothing.
 */
export function within<T>(name: string, inner: RequiredField<T> | OptionalField<T>): RequiredField<T> {
  const { spec, presence } = inner;
  const isShown = spec.present;
  const claims: Claims = claimFirst(name, spec.claims);
  let written: ReadyName | undefined;
  let write: Inside<T>['write'] | undefined;
  function readIn(node: XmlElement, reading: Reading): T | undefined {
    const value = spec.read(node, reading);
    if (value !== undefined || presence === 'optional') return value;
    if (spec.absent === undefined) throw fault(node, reading, spec.missing(node), '', spec.kind);
    return spec.absent(node, reading);
  }
  return field<T>({
    claims,
    form: { kind: 'within', name, claims: spec.claims, inner: spec.form ?? opaque },
    missing: node => `Missing required element '${name}' in element '${node.name}'`,
    read(node, reading) {
      const found = childOf(node, name);
      return found === undefined ? undefined : readIn(found, reading);
    },
    ...(presence === 'required' && {
      absent(node: XmlElement, reading: Reading): T {
        const stand = emptyNode(name, node);
        const value = spec.read(stand, reading) ?? spec.absent?.(stand, reading);
        if (value === undefined) throw fault(node, reading, spec.missing(stand), '', spec.kind);
        return value;
      },
    }),
    ...(isShown && {
      present: (value: T, out: Output) => isShown(value, out) || out.kept?.inner.has(name) === true,
    }),
    children(value, out) {
      const before = out.kept;
      out.kept = before?.inner.get(name);
      out.xml.open((written ??= new ReadyName(name)));
      (write ??= insideOf(spec))(value, out);
      writeKeptChildren(out);
      out.xml.close();
      out.kept = before;
    },
  });
}

/** A `within` whose child element is written even when there is nothing in it. */
export function shell<T>(name: string, inner: RequiredField<T> | OptionalField<T>): RequiredField<T> {
  return field<T>({ ...within(name, inner).spec, present: () => true });
}
