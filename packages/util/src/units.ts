import { VirtError } from './virt-error.js';

/** The largest value that an unsigned 64-bit field holds. */
export const maxUint64 = 0xffff_ffff_ffff_ffffn;

const powers = 'kmgtpe';

/**
 * How many bytes a unit of the XML stands for: `KiB` (or `k`) 1024, `KB` 1000, up to `E`; `b`, `byte`, `bytes` 1.
 * Case does not matter. Undefined for a unit that does not exist.
 */
export function unitBytes(suffix: string): bigint | undefined {
  const unit = suffix.toLowerCase();
  if (unit === 'b' || unit === 'byte' || unit === 'bytes') return 1n;
  const power = unit === '' ? -1 : powers.indexOf(unit.charAt(0));
  if (power < 0) return undefined;
  const rest = unit.slice(1);
  if (rest === '' || rest === 'ib') return 1024n ** BigInt(power + 1);
  return rest === 'b' ? 1000n ** BigInt(power + 1) : undefined;
}

/** What `scaleInteger` needs besides value and suffix. */
export interface ScaleOptions {
  /** What an absent or empty suffix multiplies by; 1 unless given. */
  readonly scale?: bigint;
  /** The largest result that is accepted; the largest unsigned 64-bit number unless given. */
  readonly limit?: bigint;
}

/**
 * The bytes that a number with a unit means (virScaleInteger).
 * @throws INVALID_ARG for an unknown suffix, OVERFLOW when the result exceeds the limit
 */
export function scaleInteger(value: bigint, suffix: string | undefined, options: ScaleOptions = {}): bigint {
  const factor = suffix === undefined || suffix === '' ? (options.scale ?? 1n) : unitBytes(suffix);
  if (factor === undefined) throw new VirtError('INVALID_ARG', 'NONE', `unknown suffix '${suffix}'`);
  const scaled = value * factor;
  if (scaled > (options.limit ?? maxUint64))
    throw new VirtError('OVERFLOW', 'NONE', `value too large: ${value}${suffix ?? ''}`);
  return scaled;
}

/** Bytes in whole KiB, a started one counting: memory sizes are rounded up, never down. */
export function toKiB(bytes: bigint): bigint {
  return (bytes + 1023n) / 1024n;
}

/** A size as a person reads it: `1.50 GiB`, with two decimals from KiB on. */
export function prettySize(bytes: bigint): string {
  const names = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];
  if (bytes < 1024n) return `${bytes} bytes`;
  let index = 0;
  let divisor = 1024n;
  while (index < names.length - 1 && bytes >= divisor * 1024n) {
    divisor *= 1024n;
    index++;
  }
  const hundredths = (bytes * 100n + divisor / 2n) / divisor;
  return `${hundredths / 100n}.${(hundredths % 100n).toString().padStart(2, '0')} ${names[index] ?? ''}`;
}
