import { VirtError } from '@tsvirt/util';
import type { XdrReader } from './xdr-reader.js';
import type { XdrWriter } from './xdr-writer.js';

/** A shape on the wire (RFC 4506): both directions of one type, built once as closures and never interpreted. */
export interface Xdr<T> {
  readonly encode: (writer: XdrWriter, value: T) => void;
  readonly decode: (reader: XdrReader) => T;
}

/** The value type that a shape carries. */
export type TypeOf<S> = S extends Xdr<infer T> ? T : never;

/** A field that exists on the wire only: callers and handlers never see it, the procedure's `counted` rule fills it. */
export interface WireOnly<T> extends Xdr<T> {
  readonly wireOnly: true;
}

/** Named shapes in wire order. */
export interface Fields {
  // The table kernel's one escape: StructOf recovers each field's exact type from the literal table.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly [name: string]: Xdr<any>;
}

/** The object that a set of fields describes, without the fields that only the wire has. */
export type StructOf<F> = {
  readonly [K in keyof F as F[K] extends { readonly wireOnly: true } ? never : K]: TypeOf<F[K]>;
} & {};

/** Signed 32-bit integer. */
export const int: Xdr<number> = { encode: (w, v) => w.int(v), decode: r => r.int() };
/** Unsigned 32-bit integer. */
export const uint: Xdr<number> = { encode: (w, v) => w.uint(v), decode: r => r.uint() };
/** Signed 64-bit integer; always bigint. */
export const hyper: Xdr<bigint> = { encode: (w, v) => w.hyper(v), decode: r => r.hyper() };
/** Unsigned 64-bit integer; always bigint. */
export const uhyper: Xdr<bigint> = { encode: (w, v) => w.uhyper(v), decode: r => r.uhyper() };
/** IEEE 754 double. */
export const double: Xdr<number> = { encode: (w, v) => w.double(v), decode: r => r.double() };
/** A truth value in a 4-byte word; any non-zero word reads as true, as libvirt's decoder takes it. */
export const bool: Xdr<boolean> = { encode: (w, v) => w.int(v ? 1 : 0), decode: r => r.int() !== 0 };
/** A signed char in a 4-byte word: -128 to 127. */
export const char: Xdr<number> = { encode: (w, v) => w.int(v), decode: r => (r.int() << 24) >> 24 };
/** An unsigned char in a 4-byte word: 0 to 255. */
export const uchar: Xdr<number> = { encode: (w, v) => w.uint(v), decode: r => r.uint() & 0xff };
/** An unsigned short in a 4-byte word: 0 to 65535. */
export const ushort: Xdr<number> = { encode: (w, v) => w.uint(v), decode: r => r.uint() & 0xffff };

/** Text of at most `max` bytes in UTF-8. Like the C decoder it ends at the first NUL. */
export function string(max: number): Xdr<string> {
  return { encode: (w, v) => w.string(v, max), decode: r => r.string(max) };
}

/** At most `max` bytes with a length word. The decoded value is a copy, safe to keep. */
export function opaque(max: number): Xdr<Uint8Array> {
  return { encode: (w, v) => w.opaque(v, max), decode: r => r.opaque(max) };
}

/** Exactly `length` bytes without a length word. */
export function fixedOpaque(length: number): Xdr<Uint8Array> {
  return { encode: (w, v) => w.fixedOpaque(v, length), decode: r => r.fixedOpaque(length) };
}

/** A UUID: 16 bytes on the wire, its canonical lower-case text (8-4-4-4-12) everywhere else. */
export const uuid: Xdr<string> = { encode: (w, v) => w.uuid(v), decode: r => r.uuid() };

/** At most `max` items with a count word. The list grows as items are read: a count alone allocates nothing. */
export function array<T>(item: Xdr<T>, max: number): Xdr<readonly T[]> {
  const { encode, decode } = item;
  return {
    encode: (w, values) => {
      const count = values.length;
      if (count > max) throw new ListTooLong(count, max);
      w.uint(count);
      for (let i = 0; i < count; i++) encode(w, values[i] as T);
    },
    decode: r => {
      const count = r.items(max);
      const values: T[] = [];
      for (let i = 0; i < count; i++) values.push(decode(r));
      return values;
    },
  };
}

/** Exactly `length` items without a count word. */
export function fixedArray<T>(item: Xdr<T>, length: number): Xdr<readonly T[]> {
  const { encode, decode } = item;
  return {
    encode: (w, values) => {
      if (values.length !== length) throw tooLong('fixed list', values.length, length);
      for (let i = 0; i < length; i++) encode(w, values[i] as T);
    },
    decode: r => {
      const values: T[] = [];
      for (let i = 0; i < length; i++) values.push(decode(r));
      return values;
    },
  };
}

/** A value or the wire's null pointer. Any non-zero word means "present". */
export function opt<T>(item: Xdr<T>): Xdr<T | null> {
  const { encode, decode } = item;
  return {
    encode: (w, v) => {
      if (v === null) return w.int(0);
      w.int(1);
      encode(w, v);
    },
    decode: r => (r.int() === 0 ? null : decode(r)),
  };
}

/** An enumeration: the words of the wire by their lower-case names. Unknown numbers fail to decode. */
export function enumeration<const M extends Readonly<Record<string, number>>>(members: M): Xdr<keyof M & string> {
  const names = new Map<number, keyof M & string>();
  for (const name of Object.keys(members)) names.set(members[name] as number, name);
  return {
    encode: (w, v) => w.int(members[v] as number),
    decode: r => {
      const name = names.get(r.int());
      if (name === undefined) throw undecodable('enumeration');
      return name;
    },
  };
}

/** The fields one after the other. */
export function struct<const F extends Fields>(fields: F): Xdr<StructOf<F>> {
  const names = Object.keys(fields);
  const shapes = names.map(name => fields[name] as Fields[string]);
  const encoders = shapes.map(shape => shape.encode);
  const decoders = shapes.map(shape => shape.decode);
  const count = names.length;
  return {
    // Field by field through an index signature: sound because names and shapes come from the table that typed the value.
    encode: (w, value) => {
      const source = value as Readonly<Record<string, unknown>>;
      for (let i = 0; i < count; i++) (encoders[i] as Fields[string]['encode'])(w, source[names[i] as string]);
    },
    decode: r => {
      const value: Record<string, unknown> = {};
      for (let i = 0; i < count; i++) value[names[i] as string] = (decoders[i] as Fields[string]['decode'])(r);
      return value as StructOf<F>;
    },
  };
}

/** Marks a field of the wire that callers and handlers never see. */
export function wireOnly<T>(shape: Xdr<T>): WireOnly<T> {
  return { encode: shape.encode, decode: shape.decode, wireOnly: true };
}

/** The reaction to bytes that don't fit their shape: RPC error 39 with libvirt's fixed phrase, which clients look at. */
export function undecodable(what: string): VirtError {
  return new VirtError('RPC', 'RPC', 'Unable to decode message payload', { cause: new Error(what) });
}

/** The reaction to a value that doesn't fit its shape, hence can't be sent. */
export function tooLong(what: string, length: number, max: number): VirtError {
  return unencodable(`${what} of ${length}, at most ${max} fit`);
}

/** The reaction to a list of more items than its shape has room for. */
export class ListTooLong extends VirtError {
  /** How many items there are, and how many fit. */
  readonly counts: string;

  /** @param length the items of the list @param max those that its shape has room for */
  constructor(length: number, max: number) {
    const counts = `list of ${length}, at most ${max} fit`;
    super('RPC', 'RPC', `Unable to encode message payload: ${counts}`);
    this.counts = counts;
  }
}

/** The reaction to a value that has no form on the wire. */
export function unencodable(what: string): VirtError {
  return new VirtError('RPC', 'RPC', `Unable to encode message payload: ${what}`);
}
