import { VirtError } from '@tsvirt/util';
import { unitBytes } from '../kernel/index.js';

/** A size: bytes, or a number with a unit such as `'20 GiB'` or `'512MiB'`. */
export type Size = bigint | string;

/** @throws INVALID_ARG for text that is not a whole number with a unit */
export function bytesOf(size: Size): bigint {
  if (typeof size === 'bigint') return size;
  const match = /^\s*(\d{1,20})\s*([a-zA-Z]*)\s*$/.exec(size);
  const unit = match === null ? undefined : unitBytes(match[2] ?? '');
  if (match === null || unit === undefined) {
    throw new VirtError('INVALID_ARG', 'NONE', `'${size}' is not a size: expected a number with a unit, as '20 GiB'`);
  }
  return BigInt(match[1] ?? '') * unit;
}

/** The size in KiB, rounded up. */
export function kibOf(size: Size): bigint {
  return (bytesOf(size) + 1023n) / 1024n;
}
