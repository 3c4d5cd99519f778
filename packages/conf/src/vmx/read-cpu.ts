import type { Cpu } from '../domain/cpu.js';
import { type VmxEntries, vmxFault } from './entries.js';

/** Number of virtual CPUs. @throws INTERNAL_ERROR */
export function readVcpus(entries: VmxEntries): number {
  const count = entries.integer('numvcpus') ?? 1;
  if (count <= 0)
    throw vmxFault(`Expecting VMX entry 'numvcpus' to be an unsigned integer greater than 0 but found ${count}`);
  return count;
}

/** The sockets and cores that CPUs are spread over; undefined when each is a socket of its own. */
export function readTopology(entries: VmxEntries, count: number): Cpu['topology'] {
  const cores = entries.integer('cpuid.coresPerSocket');
  if (cores === undefined || cores <= 1) return undefined;
  return { sockets: Math.max(1, Math.floor(count / cores)), dies: 1, cores, threads: 1 };
}

/** A host has no CPU of a higher number. */
const lastCpu = 16_383;

/** The host's CPUs that the guest may run on, undefined: all. @throws INTERNAL_ERROR */
export function readAffinity(entries: VmxEntries, count: number): readonly number[] | undefined {
  const name = 'sched.cpu.affinity';
  const text = entries.text(name);
  if (text === undefined || text.toLowerCase() === 'all') return undefined;
  const cpus = new Set<number>();
  for (const part of text.split(',')) {
    const number = part.trim();
    if (!/^\d{1,5}$/.test(number))
      throw vmxFault(
        `Expecting VMX entry '${name}' to be a comma separated list of unsigned integers but found '${text}'`,
      );
    if (Number(number) > lastCpu) throw vmxFault(`VMX entry '${name}' contains a ${number}, this value is too large`);
    cpus.add(Number(number));
  }
  if (cpus.size < count) {
    throw vmxFault(
      `Expecting VMX entry '${name}' to contain at least as many values as 'numvcpus' (${count}) but found only ${cpus.size} value(s)`,
    );
  }
  return [...cpus].toSorted((a, b) => a - b);
}

const namedShares: ReadonlyMap<string, number> = new Map([
  ['low', 500],
  ['normal', 1000],
  ['high', 2000],
]);

/** Shares of CPU time of a guest, by the word that the products have for them; undefined for any other number. */
export function sharesName(shares: bigint, count: number): string | undefined {
  for (const [name, each] of namedShares) if (shares === BigInt(each * count)) return name;
  return undefined;
}

/** The guest's shares of CPU time. @throws INTERNAL_ERROR */
export function readShares(entries: VmxEntries, count: number): bigint | undefined {
  const text = entries.text('sched.cpu.shares');
  if (text === undefined) return undefined;
  const each = namedShares.get(text.toLowerCase());
  if (each !== undefined) return BigInt(each * count);
  if (!/^\d{1,18}$/.test(text))
    throw vmxFault(
      `Expecting VMX entry 'sched.cpu.shares' to be an unsigned integer or 'low', 'normal' or 'high' but found '${text}'`,
    );
  return BigInt(text);
}
