import { stringMax } from './limits.js';
import { opt, string, tooLong, type Xdr } from './xdr.js';

/** Text that is always there; at most 4 MiB in UTF-8. */
export const text: Xdr<string> = string(stringMax);

/** Text or null. */
export const optText: Xdr<string | null> = opt(text);

/** Text as an array of chars, four bytes on the wire for each, with its NUL counted: at most `max` of them. */
export function charText(max: number): Xdr<string> {
  return {
    encode: (w, v) => {
      const bytes = Buffer.from(v, 'utf8');
      if (bytes.length + 1 > max) throw tooLong('text', bytes.length + 1, max);
      w.uint(bytes.length + 1);
      for (const byte of bytes) w.int((byte << 24) >> 24);
      w.int(0);
    },
    decode: r => textOf(r.chars(r.items(max))),
  };
}

/** Text in exactly `length` chars of four bytes each, filled up with NULs; too long a text is cut. */
export function fixedCharText(length: number): Xdr<string> {
  return {
    encode: (w, v) => {
      const bytes = Buffer.from(v, 'utf8');
      for (let i = 0; i < length; i++) w.int(i < length - 1 ? ((bytes[i] ?? 0) << 24) >> 24 : 0);
    },
    decode: r => textOf(r.chars(length)),
  };
}

/** Bytes as an array of chars, four bytes on the wire for each: at most `max` of them. */
export function charBytes(max: number): Xdr<Uint8Array> {
  return {
    encode: (w, v) => {
      if (v.length > max) throw tooLong('byte list', v.length, max);
      w.uint(v.length);
      for (const byte of v) w.int((byte << 24) >> 24);
    },
    decode: r => r.chars(r.items(max)),
  };
}

function textOf(bytes: Uint8Array): string {
  const nul = bytes.indexOf(0);
  return Buffer.from(bytes.buffer, bytes.byteOffset, nul === -1 ? bytes.length : nul).toString('utf8');
}
