import type { Text } from './text.js';

/** No CPU, node or thread in a document has a number as large as this. */
const limit = 16384;

/**
 * Reads a list such as `0-3,^2,8` into its members in rising order. A later `^` takes away what an earlier range gave.
 * Undefined when the text is not such a list, or has no members.
 */
export function readCpuList(text: string): readonly number[] | undefined {
  const members = readCpuSet(text);
  return members?.length === 0 ? undefined : members;
}

/** As `readCpuList`, of which nothing may be left: `1,^1`. */
export function readCpuSet(text: string): readonly number[] | undefined {
  const members = new Set<number>();
  for (const part of text.split(',')) {
    const match = /^\s*(\^?)(\d{1,7})(?:-(\d{1,7}))?\s*$/.exec(part);
    if (match === null) return undefined;
    const first = Number(match[2]);
    const last = match[3] === undefined ? first : Number(match[3]);
    if (last < first || last >= limit || (match[1] === '^' && match[3] !== undefined)) return undefined;
    for (let cpu = first; cpu <= last; cpu++) {
      if (match[1] === '^') members.delete(cpu);
      else members.add(cpu);
    }
  }
  return [...members].sort((a, b) => a - b);
}

/** The shortest list with these members, which must be in rising order: `0-1,3`. */
export function writeCpuList(members: readonly number[]): string {
  const parts: string[] = [];
  for (let i = 0; i < members.length; ) {
    const first = members[i] ?? 0;
    let last = first;
    while (members[++i] === last + 1) last++;
    parts.push(first === last ? `${first}` : `${first}-${last}`);
  }
  return parts.join(',');
}

/** A set of CPUs or NUMA nodes, kept in its canonical spelling (`0-1,3`). */
export const cpuList: Text<string> = {
  expected: "a list of numbers and ranges such as '0-3,^2'",
  type: { name: 'string' },
  write: value => value,
  read(text) {
    const members = readCpuList(text);
    return members === undefined ? undefined : writeCpuList(members);
  },
};
