import { VirtError } from '@tsvirt/util';
import { readCpuList } from '../../kernel/index.js';
import type { Domain } from '../domain.js';
import { contradiction, unsupported } from './unsupported.js';

/** Checks that threads, cells and nodes which are tuned exist, and are tuned once. */
export function validateTuning(domain: Domain): void {
  validateIothreads(domain);
  validateShares(domain);
  const numa = domain.numatune?.memory;
  if (numa !== undefined && numa.placement !== 'auto' && numa.nodeset === undefined) {
    throw unsupported("nodeset for NUMA memory tuning must be set if 'placement' is 'static'");
  }
  const cells = domain.cpu?.numa?.cells.length ?? 0;
  const placed = domain.cpu?.numa?.cells.flatMap(cell => readCpuList(cell.cpus ?? '') ?? []).length ?? 0;
  if (placed > (domain.vcpu?.count ?? 1)) {
    throw new VirtError('INTERNAL_ERROR', 'DOMAIN', 'Number of CPUs in <numa> exceeds the <vcpu> count');
  }
  for (const { nodeset } of domain.memoryBacking?.hugepages?.pages ?? []) {
    const missing = cells === 0 ? undefined : readCpuList(nodeset ?? '')?.find(node => node >= cells);
    if (missing !== undefined) throw new VirtError('XML_DETAIL', 'DOMAIN', `hugepages: node ${missing} not found`);
  }
}

function validateIothreads({ iothreads = 0, iothreadIds, cputune }: Domain): void {
  const listed = iothreadIds?.iothreads?.map(({ id }) => id);
  const exists = (id: number) => (listed === undefined ? id >= 1 && id <= iothreads : listed.includes(id));
  const tuned = [
    ...(cputune?.iothreadpins ?? []).map(({ iothread }) => iothread),
    ...(cputune?.iothreadscheds ?? []).flatMap(sched => readCpuList(sched.iothreads) ?? []),
  ];
  const missing = tuned.find(id => !exists(id));
  if (missing !== undefined) throw unsupported(`Cannot find 'iothread' : ${missing}`);
}

/** Two shares of caches are for different CPUs, or for the same ones with other parts. */
function validateShares({ cputune }: Domain): void {
  const seen = new Set<number>();
  for (const { vcpus } of cputune?.cachetunes ?? []) {
    for (const vcpu of readCpuList(vcpus) ?? []) {
      if (seen.has(vcpu)) throw contradiction('Identical vcpus in cachetunes found');
      seen.add(vcpu);
    }
  }
}
