import type { XmlElement } from '@tsvirt/util/xml';
import type { Claims } from './claims.js';
import type { FaultKind } from './fault.js';
import type { Form } from './form.js';
import type { Inside } from './inside.js';
import type { Output } from './output.js';
import type { Reading } from './reading.js';

/**
 * What one part of an element is: where it is read from and how it is written. A field works on the element that
 * holds it; it never sees the object it becomes a property of.
 */
export interface FieldSpec<T> {
  /** Attributes and children that the field accounts for; everything else in the element is unknown. */
  readonly claims: Claims;
  /** Undefined means that the element does not have it. */
  read(node: XmlElement, reading: Reading): T | undefined;
  /** What a required field is when `read` finds nothing; without it, absence is the fault that `missing` describes. */
  absent?(node: XmlElement, reading: Reading): T;
  /** What the error says when a required field is absent. */
  missing(node: XmlElement): string;
  /** Code and domain of that error. */
  readonly kind?: FaultKind;
  /** Whether writing the value produces anything. Absent: always. */
  present?(this: void, value: T, out: Output): boolean;
  /** Attributes that tell variants apart: written before all others. */
  lead?(this: void, value: T, out: Output): void;
  attributes?(this: void, value: T, out: Output): void;
  children?(this: void, value: T, out: Output): void;
  /** All three at once, while they are what it was made for. */
  readonly inside?: Inside<T>;
  /** What the value looks like; without it, the value is opaque to all that looks at descriptions. */
  readonly form?: Form;
  /** The constant that absence reads as. */
  readonly fallback?: { readonly value: T };
  /** Who is not shown the value: those who may not see secrets, or readers of a definition. */
  readonly reserve?: 'secret' | 'live';
}

/** A field whose absence is an error, until `.optional`, `.default()` or `.implied()` says otherwise. */
export interface RequiredField<T> {
  readonly presence: 'required';
  readonly spec: FieldSpec<T>;
  /** Absence is `undefined`. */
  readonly optional: OptionalField<T>;
  /** Absence reads as `value`, and `value` is always written. */
  default(value: T): RequiredField<T>;
  /** Absence reads as `value`, and `value` is left out again when written. */
  implied(value: T): RequiredField<T>;
}

/** A field that may be absent. */
export interface OptionalField<T> {
  readonly presence: 'optional';
  readonly spec: FieldSpec<T>;
}

/** A part of an element: it reads from and writes to the element that holds it. */
export type Field<T> = RequiredField<T> | OptionalField<T>;

/** The ways to say what absence is, made once for all fields: there are thousands of these. */
class Required<T> implements RequiredField<T> {
  readonly presence = 'required';
  readonly spec: FieldSpec<T>;

  constructor(spec: FieldSpec<T>) {
    this.spec = spec;
  }

  get optional(): OptionalField<T> {
    return optionalField(this.spec);
  }

  default(value: T): RequiredField<T> {
    return field<T>({ ...this.spec, fallback: { value }, absent: () => value });
  }

  implied(value: T): RequiredField<T> {
    const { spec } = this;
    return field<T>({
      ...spec,
      fallback: { value },
      absent: () => value,
      present: (given, out) => given !== value && (spec.present?.(given, out) ?? true),
    });
  }
}

/** Makes a field of its description. Every field of the kernel, and any special one beside an element, goes through here. */
export function field<T>(spec: FieldSpec<T>): RequiredField<T> {
  return new Required(spec);
}

/** A field that may be absent, where there is no sensible required form of it. */
export function optionalField<T>(spec: FieldSpec<T>): OptionalField<T> {
  return { presence: 'optional', spec };
}
