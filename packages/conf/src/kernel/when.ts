import { type Field, field, type OptionalField, optionalField, type RequiredField } from './field.js';
import { opaque, withRule } from './form.js';
import type { Output } from './output.js';

function writtenWhen<T>(inner: Field<T>, condition: (out: Output) => boolean): OptionalField<T> {
  const { spec } = inner;
  return optionalField<T>({
    ...spec,
    present: (value, out) => condition(out) && (spec.present?.(value, out) ?? true),
  });
}

/** Written only for those who may see secrets. */
export function secret<T>(inner: Field<T>): OptionalField<T> {
  return optionalField<T>({ ...writtenWhen(inner, out => out.secure).spec, reserve: 'secret' });
}

/** What only a running object has: not read from, and not written to, a definition. */
export function live<T>(inner: Field<T>): OptionalField<T> {
  const { spec } = writtenWhen(inner, out => !out.inactive);
  return optionalField<T>({
    ...spec,
    reserve: 'live',
    read: (node, reading) => (reading.inactive ? undefined : spec.read(node, reading)),
  });
}

/** Written unless `implied` says that it goes without saying in this kind of output. */
export function unless<T>(inner: Field<T>, implied: (value: T, out: Output) => boolean): OptionalField<T> {
  const { spec } = inner;
  return optionalField<T>({
    ...spec,
    present: (value, out) => !implied(value, out) && (spec.present?.(value, out) ?? true),
  });
}

/** A field that reads as ever, but is written only when `condition` holds for the value. */
export function writtenIf<T>(inner: RequiredField<T>, condition: (value: T, out: Output) => boolean): RequiredField<T> {
  const { spec } = inner;
  return field<T>({
    ...spec,
    present: (value, out) => condition(value, out) && (spec.present?.(value, out) ?? true),
  });
}

/** A field whose value is put right as soon as it is read: for what several parts of one element mean together. */
export function refined<T>(inner: RequiredField<T>, refine: (value: T) => T): RequiredField<T> {
  const { spec } = inner;
  return field<T>({
    ...spec,
    // The field's own form says what the values are.
    form: withRule(spec.form ?? opaque, { refine: value => refine(value as T) }),
    read(node, reading) {
      const value = spec.read(node, reading);
      return value === undefined ? undefined : refine(value);
    },
  });
}
