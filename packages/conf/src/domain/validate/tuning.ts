import { readCpuList, valueFault } from '../../kernel/index.js';
import type { Domain } from '../domain.js';
import { contradiction, internal, unsupported } from './unsupported.js';

/** Checks that threads, cells and nodes which are tuned exist, and are tuned once. */
export function validateTuning(domain: Domain): void {
  validateIothreads(domain);
  validateShares(domain);
  const numa = domain.numatune?.memory;
  if (numa !== undefined && numa.placement !== 'auto' && numa.nodeset === undefined) {
    throw unsupported("nodeset for NUMA memory tuning must be set if 'placement' is 'static'", numa);
  }
  const guest = domain.cpu?.numa;
  const cells = guest?.cells.length ?? 0;
  const inCells = guest?.cells.flatMap(cell => readCpuList(cell.cpus ?? '') ?? []).length ?? 0;
  if (guest !== undefined && inCells > (domain.vcpu?.count ?? 1)) {
    throw internal('Number of CPUs in <numa> exceeds the <vcpu> count', guest);
  }
  for (const page of domain.memoryBacking?.hugepages?.pages ?? []) {
    const missing = cells === 0 ? undefined : readCpuList(page.nodeset ?? '')?.find(node => node >= cells);
    if (missing === undefined) continue;
    throw valueFault(['XML_DETAIL', 'DOMAIN'], `hugepages: node ${missing} not found`, page, 'nodeset');
  }
}

function validateIothreads({ iothreads = 0, iothreadIds, cputune }: Domain): void {
  const listed = iothreadIds?.iothreads?.map(({ id }) => id);
  const exists = (id: number) => (listed === undefined ? id >= 1 && id <= iothreads : listed.includes(id));
  for (const pin of cputune?.iothreadpins ?? []) {
    if (!exists(pin.iothread)) throw unsupported(`Cannot find 'iothread' : ${pin.iothread}`, pin, 'iothread');
  }
  for (const sched of cputune?.iothreadscheds ?? []) {
    const missing = readCpuList(sched.iothreads)?.find(id => !exists(id));
    if (missing !== undefined) throw unsupported(`Cannot find 'iothread' : ${missing}`, sched, 'iothreads');
  }
}

/** Two shares of caches are for different CPUs, or for the same ones with other parts. */
function validateShares({ cputune }: Domain): void {
  const seen = new Set<number>();
  for (const tune of cputune?.cachetunes ?? []) {
    for (const vcpu of readCpuList(tune.vcpus) ?? []) {
      if (seen.has(vcpu)) throw contradiction('Identical vcpus in cachetunes found', tune, 'vcpus');
      seen.add(vcpu);
    }
  }
}
