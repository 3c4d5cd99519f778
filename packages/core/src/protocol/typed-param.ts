import { text } from './text.js';
import { undecodable, type Xdr } from './xdr.js';

/** The value of a typed parameter, with the type that it travels as (`virTypedParameterType`). */
export type TypedValue =
  | { readonly type: 'int'; readonly value: number }
  | { readonly type: 'uint'; readonly value: number }
  | { readonly type: 'llong'; readonly value: bigint }
  | { readonly type: 'ullong'; readonly value: bigint }
  | { readonly type: 'double'; readonly value: number }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'string'; readonly value: string };

/** A named value: how the API passes open-ended sets of settings and measurements. */
export interface TypedParam {
  /** The name, as in the tables of parameter names: `vcpu_quota`. At most 79 bytes. */
  readonly field: string;
  readonly value: TypedValue;
}

/** A typed value: the type's number, then the value in that type's own form. */
export const typedValue: Xdr<TypedValue> = {
  encode: (w, v) => {
    switch (v.type) {
      case 'int':
        w.int(1);
        return w.int(v.value);
      case 'uint':
        w.int(2);
        return w.uint(v.value);
      case 'llong':
        w.int(3);
        return w.hyper(v.value);
      case 'ullong':
        w.int(4);
        return w.uhyper(v.value);
      case 'double':
        w.int(5);
        return w.double(v.value);
      case 'boolean':
        w.int(6);
        return w.int(v.value ? 1 : 0);
      case 'string':
        w.int(7);
        return text.encode(w, v.value);
      default:
        return v satisfies never;
    }
  },
  decode: r => {
    const type = r.int();
    switch (type) {
      case 1:
        return { type: 'int', value: r.int() };
      case 2:
        return { type: 'uint', value: r.uint() };
      case 3:
        return { type: 'llong', value: r.hyper() };
      case 4:
        return { type: 'ullong', value: r.uhyper() };
      case 5:
        return { type: 'double', value: r.double() };
      case 6:
        return { type: 'boolean', value: r.int() !== 0 };
      case 7:
        return { type: 'string', value: text.decode(r) };
      default:
        throw undecodable(`typed parameter of type ${type}`);
    }
  },
};

/** A named typed value. */
export const typedParam: Xdr<TypedParam> = {
  encode: (w, v) => {
    text.encode(w, v.field);
    typedValue.encode(w, v.value);
  },
  decode: r => ({ field: text.decode(r), value: typedValue.decode(r) }),
};
