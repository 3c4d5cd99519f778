import { prettySize } from '@tsvirt/util';

/** A size as a person reads it: `1.5 GiB`, `512 MiB`. */
export function sizeText(bytes: bigint): string {
  return prettySize(bytes).replace(/\.(\d*?)0+ /, (_, digits: string) => (digits === '' ? ' ' : `.${digits} `));
}

/** A size given in KiB. */
export function memoryText(kib: bigint): string {
  return sizeText(kib * 1024n);
}

/** Bytes in a second: `1.2 MiB/s`; nothing for none, so that what moves stands out. */
export function rateText(bytesPerSecond: number): string {
  return bytesPerSecond < 1 ? '-' : `${sizeText(BigInt(Math.round(bytesPerSecond)))}/s`;
}

/** A span of time given in nanoseconds: `2d 3h`, `1h 05m`, `12.3s`. */
export function durationText(ns: bigint): string {
  const tenths = ns / 100_000_000n;
  if (tenths < 600n) return `${tenths / 10n}.${tenths % 10n}s`;
  const seconds = tenths / 10n;
  const minutes = seconds / 60n;
  if (minutes < 60n) return `${minutes}m ${two(seconds % 60n)}s`;
  const hours = minutes / 60n;
  if (hours < 48n) return `${hours}h ${two(minutes % 60n)}m`;
  return `${hours / 24n}d ${hours % 24n}h`;
}

function two(number: bigint | number): string {
  return number.toString().padStart(2, '0');
}

/** libvirt's way to write a version in one number: major * 1,000,000 + minor * 1,000 + release. */
export function versionText(version: number): string {
  return `${Math.floor(version / 1_000_000)}.${Math.floor(version / 1000) % 1000}.${version % 1000}`;
}

/** A moment in the time of this host: `2026-03-01 14:05:09`. */
export function timeText(at: Date): string {
  const date = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `${date} ${clockText(at)}`;
}

/** The time of day in the time of this host: `14:05:09`. */
export function clockText(at: Date): string {
  return [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':');
}
