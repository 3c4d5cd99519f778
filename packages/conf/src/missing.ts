import { type FaultKind, fault, field, type RequiredField } from './kernel/index.js';

/** The field with another code or domain for its absence than for a wrong value. */
export function withMissing<T>(inner: RequiredField<T>, kind: FaultKind): RequiredField<T> {
  return field<T>({ ...inner.spec, kind });
}

/** The field, absence of which is a fault even where nothing in it has to be there. */
export function present<T>(inner: RequiredField<T>, kind: FaultKind): RequiredField<T> {
  return field<T>({
    ...inner.spec,
    kind,
    absent(node, reading) {
      throw fault(node, reading, inner.spec.missing(node), '', kind);
    },
  });
}
