import { Bitmap, VirtError } from '@tsvirt/util';

/** More than one map on the wire has bits for. */
const maxCpus = 16_384;

/** The wire's map of CPU numbers: bit n of byte n/8, lowest first. @throws VirtError INVALID_ARG for what is no CPU number */
export function cpuMapOf(cpus: readonly number[]): Uint8Array {
  return bitmapOf(cpus).toBytes();
}

/** The CPU numbers of a map, ascending. */
export function cpusIn(map: Uint8Array): number[] {
  return [...Bitmap.fromBytes(map)];
}

/** Maps that come one after the other, each of `length` bytes. */
export function cpuMapsIn(maps: Uint8Array, length: number): number[][] {
  const all: number[][] = [];
  if (length <= 0) return all;
  for (let at = 0; at + length <= maps.length; at += length) all.push(cpusIn(maps.subarray(at, at + length)));
  return all;
}

/** CPU numbers as libvirt writes a set of them: `0-1,3`. @throws VirtError INVALID_ARG for what is no CPU number */
export function cpuList(cpus: readonly number[]): string {
  return bitmapOf(cpus).toString();
}

function bitmapOf(cpus: readonly number[]): Bitmap {
  const odd = cpus.find(cpu => !Number.isInteger(cpu) || cpu < 0 || cpu >= maxCpus);
  if (odd === undefined) return new Bitmap(cpus);
  throw new VirtError('INVALID_ARG', 'NONE', `CPU ${odd}: expected a whole number from 0 to ${maxCpus - 1}`);
}
