import type { Claims } from './claims.js';
import type { FaultKind } from './fault.js';
import type { FieldSpec } from './field.js';
import type { Text } from './text.js';

/** What is wrong with a value as a whole. */
export interface Finding {
  readonly what: string;
  readonly kind: FaultKind;
}

/** What the parts of a value say together: looked at as soon as they are read, out of a document or out of JSON. */
export interface Rule {
  readonly check?: (value: unknown) => Finding | undefined;
  /** The value as it is meant. */
  readonly refine?: (value: unknown) => unknown;
}

/**
 * What a value looks like, derived from the same description that reads and writes it. JSON, JSON Schema, samples for
 * tests and the list of known names all walk this one tree.
 */
export type Form = Shape & {
  /** In the order in which they are applied. */
  readonly rules?: readonly Rule[];
};

type Shape =
  /** A single value, spelt as its text type says. */
  | { readonly kind: 'text'; readonly text: Text<unknown> }
  /** True, or absent. */
  | { readonly kind: 'flag' }
  /** Someone else's XML, kept as a tree. */
  | { readonly kind: 'tree' }
  | { readonly kind: 'list'; readonly item: Form }
  /** A child element with a description of its own, looked up when needed since an element may contain itself. */
  | { readonly kind: 'element'; readonly name: string; describe(): Description }
  | { readonly kind: 'record'; readonly fields: readonly FormField[] }
  /** A union told apart by the property `discriminator`; what an absent one means is `absent`. */
  | {
      readonly kind: 'union';
      readonly discriminator: string;
      readonly arms: ReadonlyMap<string, Form>;
      readonly absent: string | undefined;
    }
  /** A value whose parts are in the child element `name`, which adds no object of its own. */
  | { readonly kind: 'within'; readonly name: string; readonly claims: Claims; readonly inner: Form }
  /** A field that does not say: its values are strings, numbers, booleans, and lists and records of these. */
  | { readonly kind: 'opaque' };

/** One property of a record. */
export interface FormField {
  readonly key: string;
  /** Whether a value always has it. A document may leave it out all the same when `spec.absent` is there. */
  readonly required: boolean;
  readonly spec: FieldSpec<unknown>;
}

/** What an element is made of: the names it accounts for, and its value. */
export interface Description {
  readonly claims: Claims;
  readonly form: Form;
}

/** The form of a value that nothing is known of. */
export const opaque: Form = { kind: 'opaque' };

/** The form with one more rule, which comes after those it has. */
export function withRule(form: Form, rule: Rule): Form {
  return { ...form, rules: [...(form.rules ?? []), rule] };
}

/** What the values of a field look like; for special fields that read what these fields describe. */
export function formOf(field: { readonly spec: { readonly form?: Form } }): Form {
  return field.spec.form ?? opaque;
}
