import { VirtError } from '@tsvirt/util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fixedCharText, charText } from './text.js';
import { type TypedValue, typedValue } from './typed-param.js';
import {
  array,
  enumeration,
  fixedArray,
  hyper,
  int,
  opaque,
  opt,
  string,
  struct,
  uhyper,
  uuid,
  type Xdr,
} from './xdr.js';
import { XdrReader } from './xdr-reader.js';
import { XdrWriter } from './xdr-writer.js';

function encode<T>(shape: Xdr<T>, value: T): Buffer {
  const writer = new XdrWriter(16);
  shape.encode(writer, value);
  return writer.copy();
}

function decode<T>(shape: Xdr<T>, hex: string | Buffer): T {
  return shape.decode(new XdrReader(typeof hex === 'string' ? Buffer.from(hex.replaceAll(' ', ''), 'hex') : hex));
}

describe('text', () => {
  test('round trips whatever its length, script or buffer', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), value => {
        fc.pre(!value.includes('\0') && !/[\udc80-\udcff]/.test(value.replace(/[\ud800-\udbff][\udc00-\udfff]/g, '')));
        expect(decode(string(4000), encode(string(4000), value))).toBe(value);
      }),
    );
  });

  test('ends at its first NUL', () => {
    expect(decode(string(99), '00000005 6162006364000000')).toBe('ab');
  });

  test('that is not UTF-8 comes back to the byte', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), bytes => {
        fc.pre(!bytes.includes(0));
        const wire = encode(opaque(99), bytes);
        expect(encode(string(99), decode(string(99), wire)).equals(wire)).toBe(true);
      }),
    );
    expect(decode(string(99), '00000003 61ff62 00')).toBe('a\udcffb');
    expect(decode(string(99), '00000003 efbfbd 00')).toBe('\ufffd');
  });

  test('past its maximum is refused, on the way in and out', () => {
    expect(() => decode(string(3), '00000004 61626364')).toThrow('Unable to decode message payload');
    expect(() => encode(string(3), 'abcd')).toThrow(VirtError);
    expect(() => encode(string(3), 'éé')).toThrow(VirtError);
  });

  test('in chars counts its NUL', () => {
    expect(encode(charText(9), 'hi').toString('hex')).toBe('000000030000006800000069' + '00000000');
    expect(decode(charText(9), encode(charText(9), 'é'))).toBe('é');
    expect(decode(charText(9), '00000000')).toBe('');
    expect(() => encode(charText(2), 'hi')).toThrow(VirtError);
    expect(decode(fixedCharText(4), encode(fixedCharText(4), 'abcdef'))).toBe('abc');
  });
});

describe('uuid', () => {
  const canonical = '6695eb01-f6a4-8304-79aa-97f2502e193f';

  test('is canonical text for everyone but the wire', () => {
    expect(encode(uuid, canonical).toString('hex')).toBe(canonical.replaceAll('-', ''));
    expect(decode(uuid, canonical.replaceAll('-', ''))).toBe(canonical);
  });

  test.each(['6695EB01F6A4830479AA97F2502E193F', ' 6695eb01-f6a4830479aa-97f2502e193f '])(
    '%s is read as libvirt reads it',
    text => {
      expect(encode(uuid, text).toString('hex')).toBe(canonical.replaceAll('-', ''));
    },
  );

  test.each(['', 'web', `${canonical}0`, canonical.replace('3f', '3g')])('%j is refused', text => {
    expect(() => encode(uuid, text)).toThrow(VirtError);
  });
});

describe('typed values', () => {
  test.each<TypedValue>([
    { type: 'int', value: -5 },
    { type: 'uint', value: 4294967295 },
    { type: 'llong', value: -(2n ** 63n) },
    { type: 'ullong', value: 2n ** 64n - 1n },
    { type: 'double', value: 0.1 },
    { type: 'boolean', value: true },
    { type: 'string', value: 'x' },
  ])('$type', value => {
    expect(decode(typedValue, encode(typedValue, value))).toEqual(value);
  });

  test('of an unknown type are refused', () => {
    expect(() => decode(typedValue, '00000008 00000000')).toThrow(VirtError);
  });
});

describe('hostile bytes', () => {
  test('a count larger than what follows is refused before anything is read', () => {
    expect(() => decode(array(hyper, 1_000_000), '000f4240 0000000000000000')).toThrow(VirtError);
  });

  test.each<[string, Xdr<unknown>['decode'], string]>([
    ['a short word', int.decode, '0000'],
    ['half a hyper', uhyper.decode, '00000000'],
    ['an unknown enumeration word', enumeration({ none: 0 }).decode, '00000001'],
    ['a length past the end', opaque(100).decode, '0000004000'],
    ['the longest length', string(100).decode, 'ffffffff00'],
    ['a short fixed list', fixedArray(int, 2).decode, '00000000'],
  ])('%s is refused', (_, read, hex) => {
    expect(() => read(new XdrReader(Buffer.from(hex, 'hex')))).toThrow(VirtError);
  });

  test('any non-zero word makes an optional value present', () => {
    expect(decode(opt(int), '00000002 00000007')).toBe(7);
    expect(decode(struct({ a: opt(int) }), '00000000')).toEqual({ a: null });
  });

  test('padding may hold anything, and is written as zeros', () => {
    expect(decode(string(9), '00000001 61ffffff')).toBe('a');
    expect(encode(string(9), 'a').toString('hex')).toBe('0000000161000000');
  });
});
