/** Highest CPU number that a map may name: libvirt's maps end at 2048 bytes. */
const cpuMax = 16_383;

/**
 * The wire's map of CPU numbers: bit n of byte n/8, lowest first.
 * @throws RangeError for what is no CPU number
 */
export function cpuMapOf(cpus: readonly number[]): Uint8Array {
  const highest = cpus.reduce((most, cpu) => Math.max(most, checked(cpu)), -1);
  const map = new Uint8Array((highest >> 3) + 1);
  for (const cpu of cpus) map[cpu >> 3] = (map[cpu >> 3] ?? 0) | (1 << (cpu & 7));
  return map;
}

/** The CPU numbers of a map, ascending. */
export function cpusIn(map: Uint8Array): number[] {
  const cpus: number[] = [];
  for (let at = 0; at < map.length; at++) {
    const byte = map[at] ?? 0;
    for (let bit = 0; byte >> bit !== 0; bit++) if (((byte >> bit) & 1) === 1) cpus.push(at * 8 + bit);
  }
  return cpus;
}

/** Maps that come one after the other, each of `length` bytes. */
export function cpuMapsIn(maps: Uint8Array, length: number): number[][] {
  const all: number[][] = [];
  if (length <= 0) return all;
  for (let at = 0; at + length <= maps.length; at += length) all.push(cpusIn(maps.subarray(at, at + length)));
  return all;
}

/** CPU numbers as libvirt writes a set of them: `0,1,3`. */
export function cpuList(cpus: readonly number[]): string {
  return cpus.map(checked).join(',');
}

function checked(cpu: number): number {
  if (Number.isInteger(cpu) && cpu >= 0 && cpu <= cpuMax) return cpu;
  throw new RangeError(`${cpu} is no CPU number: expected 0 to ${cpuMax}`);
}
