import { only, type Text } from './text.js';

const decimal = /^[ \t\r\n]*([+-]?\d{1,20})$/;
const anyBase = /^[ \t\r\n]*(?:0[xX]([0-9a-fA-F]{1,16})|0([0-7]{1,22})|(\d{1,20}))$/;

function integer(min: number, max: number, expected: string): Text<number> {
  return {
    expected,
    type: { name: 'integer', min, max },
    write: value => String(value),
    read(text) {
      // The common case, one to nine digits, needs no regular expression.
      const quick = shortNumber(text);
      const value = quick === undefined ? Number(decimal.exec(text)?.[1] ?? Number.NaN) : quick;
      return value >= min && value <= max ? value + 0 : undefined;
    },
  };
}

function shortNumber(text: string): number | undefined {
  if (text.length === 0 || text.length > 9) return undefined;
  let value = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  return value;
}

/** A whole number of 0 to 2^32-1. */
export const uint: Text<number> = integer(0, 0xffff_ffff, 'a whole number from 0 to 4294967295');
/** A whole number that a signed 32-bit integer holds. */
export const int: Text<number> = integer(-0x8000_0000, 0x7fff_ffff, 'a whole number of 32 bits');
/** A whole number between two bounds, both included. */
export function range(min: number, max: number): Text<number> {
  return integer(min, max, `a whole number from ${min} to ${max}`);
}
/** A whole number of 1 to 2^32-1. */
export const positive: Text<number> = {
  ...only(uint, 'a whole number above 0', value => value > 0),
  type: { name: 'integer', min: 1, max: 0xffff_ffff },
};

function bigInteger(min: bigint, max: bigint, expected: string): Text<bigint> {
  return {
    expected,
    type: { name: 'bigint', min, max },
    write: value => String(value),
    read(text) {
      const quick = shortNumber(text);
      if (quick !== undefined) return BigInt(quick);
      const digits = decimal.exec(text)?.[1];
      if (digits === undefined) return undefined;
      const value = digits.startsWith('+') ? BigInt(digits.slice(1)) : BigInt(digits);
      return value >= min && value <= max ? value : undefined;
    },
  };
}

/** A whole number of 0 to 2^64-1. */
export const ulong: Text<bigint> = bigInteger(0n, 0xffff_ffff_ffff_ffffn, 'a whole number of 64 bits, not negative');
/** A whole number that a signed 64-bit integer holds. */
export const long: Text<bigint> = bigInteger(-(1n << 63n), (1n << 63n) - 1n, 'a whole number of 64 bits');

/** Reads decimal, `0x` hexadecimal and `0` octal spelling; undefined for anything else. */
export function readAnyBase(text: string): bigint | undefined {
  const match = anyBase.exec(text);
  if (match === null) return undefined;
  if (match[1] !== undefined) return BigInt(`0x${match[1]}`);
  if (match[2] !== undefined) return BigInt(`0o${match[2]}`);
  return match[3] === undefined ? undefined : BigInt(match[3]);
}

function hexadecimal(value: number | bigint, digits: number): string {
  return `0x${value.toString(16).padStart(digits, '0')}`;
}

/** Written as `0x` and at least `digits` hexadecimal digits; read in any base, up to `max`. */
export function hex(digits: number, max = 16 ** digits - 1): Text<number> {
  const bytes: string[] = [];
  return {
    expected: `a number from 0 to 0x${max.toString(16)}`,
    type: { name: 'integer', min: 0, max },
    write: value => (value < 256 ? (bytes[value] ??= hexadecimal(value, digits)) : hexadecimal(value, digits)),
    read(text) {
      const value = readAnyBase(text);
      return value === undefined || value > BigInt(max) ? undefined : Number(value);
    },
  };
}

/** As `hex`, for numbers of up to 64 bits. */
export function hexBig(digits: number): Text<bigint> {
  return {
    expected: 'a number of 64 bits',
    type: { name: 'bigint', min: 0n, max: 0xffff_ffff_ffff_ffffn },
    write: value => hexadecimal(value, digits),
    read: readAnyBase,
  };
}

const baseSixteen = /^[ \t\r\n]*\+?(?:0[xX])?([0-9a-fA-F]{1,16})$/;

function readBaseSixteen(text: string): bigint | undefined {
  const digits = baseSixteen.exec(text)?.[1];
  return digits === undefined ? undefined : BigInt(`0x${digits}`);
}

/** As `hex`, for numbers that are hexadecimal even without their `0x`. */
export function bareHex(digits: number, max = 16 ** digits - 1): Text<number> {
  return {
    ...hex(digits, max),
    read(text) {
      const value = readBaseSixteen(text);
      return value === undefined || value > BigInt(max) ? undefined : Number(value);
    },
  };
}

/** As `bareHex`, for numbers of up to 64 bits. */
export function bareHexBig(digits: number): Text<bigint> {
  return { ...hexBig(digits), read: readBaseSixteen };
}

/** As `uintAnyBase`, for numbers of up to 64 bits. */
export const ulongAnyBase: Text<bigint> = {
  ...ulong,
  read(text) {
    const value = readAnyBase(text);
    return value === undefined || value > 0xffff_ffff_ffff_ffffn ? undefined : value;
  },
};

/** A whole number written in decimal, read in any base. */
export const uintAnyBase: Text<number> = {
  ...uint,
  read(text) {
    const value = readAnyBase(text);
    return value === undefined || value > 0xffff_ffffn ? undefined : Number(value);
  },
};
