import type { Field } from './field.js';

/** The fields of an element by the property that each becomes; their order is the order on output. */
export type Fields = { readonly [key: string]: Field<unknown> };

/** The value that a field gives to its property. */
export type ValueOf<F> = F extends { readonly spec: { read(...args: never): infer T } } ? Exclude<T, undefined> : never;

/** The value of an element or group with these fields. */
export type StructOf<F> = {
  readonly [K in keyof F as F[K] extends { readonly presence: 'required' } ? K : never]: ValueOf<F[K]>;
} & {
  readonly [K in keyof F as F[K] extends { readonly presence: 'optional' } ? K : never]?: ValueOf<F[K]> | undefined;
} & {};

/** The value that an element description or a field stands for: `interface Disk extends TypeOf<typeof diskShape> {}`. */
export type TypeOf<S> = S extends { read(...args: never): infer T } ? T : ValueOf<S>;
