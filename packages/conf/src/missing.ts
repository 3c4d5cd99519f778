import { type FaultKind, field, type RequiredField } from './kernel/index.js';

/** The field with another code or domain for its absence than for a wrong value. */
export function withMissing<T>(inner: RequiredField<T>, kind: FaultKind): RequiredField<T> {
  return field<T>({ ...inner.spec, kind });
}
