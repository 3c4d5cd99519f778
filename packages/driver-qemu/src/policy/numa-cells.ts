import type { Domain } from '@tsvirt/conf/domain';
import { Bitmap } from '@tsvirt/util';

/** Every CPU is in a NUMA cell, once there are cells: those that a document forgets are in the first. */
export function withAllCpusInCells(domain: Domain): Domain {
  const { cpu, vcpu } = domain;
  const cells = cpu?.numa?.cells;
  const [first, ...others] = cells ?? [];
  if (cpu?.numa === undefined || first === undefined) return domain;
  const placed = new Set([first, ...others].flatMap(({ cpus }) => (cpus === undefined ? [] : [...Bitmap.parse(cpus)])));
  const missing = Array.from({ length: vcpu?.count ?? 1 }, (_, id) => id).filter(id => !placed.has(id));
  if (missing.length === 0) return domain;
  const own = first.cpus === undefined ? [] : [...Bitmap.parse(first.cpus)];
  const cpus = new Bitmap([...own, ...missing]).toString();
  return { ...domain, cpu: { ...cpu, numa: { ...cpu.numa, cells: [{ ...first, cpus }, ...others] } } };
}
