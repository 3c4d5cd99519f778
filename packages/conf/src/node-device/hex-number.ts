import type { Text } from '../kernel/index.js';

/**
 * A number that is hexadecimal with or without `0x`, as identifiers of devices are; written with `0x` and at least
 * `digits` digits.
 */
export function hexNumber(digits: number, max = 0xffff_ffff): Text<number> {
  return {
    expected: `a hexadecimal number up to 0x${max.toString(16)}`,
    type: { name: 'integer', min: 0, max },
    write: value => `0x${value.toString(16).padStart(digits, '0')}`,
    read(text) {
      const match = /^\s*\+?(?:0[xX])?([0-9a-fA-F]{1,8})$/.exec(text);
      if (match === null) return undefined;
      const value = Number.parseInt(match[1] ?? '', 16);
      return value <= max ? value : undefined;
    },
  };
}
