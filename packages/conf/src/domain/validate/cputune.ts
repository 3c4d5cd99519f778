import { readCpuList, valueFault } from '../../kernel/index.js';
import type { Cachetune, Cputune, ResourceMonitor } from '../cputune.js';
import type { Domain } from '../domain.js';
import { contradiction, internal, unsupported } from './unsupported.js';

/** Bounds of CPU bandwidth: periods and quotas in microseconds, shares against other guests'. */
const ranges = {
  shares: { name: 'shares', least: 2n, most: 262_144n },
  period: { name: 'period', least: 1000n, most: 1_000_000n },
  globalPeriod: { name: 'global_period', least: 1000n, most: 1_000_000n },
  emulatorPeriod: { name: 'emulator_period', least: 1000n, most: 1_000_000n },
  iothreadPeriod: { name: 'iothread_period', least: 1000n, most: 1_000_000n },
  quota: { name: 'quota', least: 1000n, most: 17_592_186_044_415n },
  globalQuota: { name: 'global_quota', least: 1000n, most: 17_592_186_044_415n },
  emulatorQuota: { name: 'emulator_quota', least: 1000n, most: 17_592_186_044_415n },
  iothreadQuota: { name: 'iothread_quota', least: 1000n, most: 17_592_186_044_415n },
} as const;

/** Checks how threads are tuned: within bounds, each once, and only threads that there are. */
export function validateCputune(domain: Domain): void {
  const { cputune } = domain;
  validateIothreads(domain);
  if (cputune === undefined) return;
  validateRanges(cputune);
  const max = domain.vcpu?.count ?? 1;
  const pinned = new Set<number>();
  for (const pin of cputune.vcpupins ?? []) {
    if (pinned.has(pin.vcpu)) throw internal(`duplicate vcpupin for vcpu '${pin.vcpu}'`, pin, 'vcpu');
    pinned.add(pin.vcpu);
  }
  const scheduled = new Set<number>();
  for (const sched of cputune.vcpuscheds ?? []) {
    for (const vcpu of readCpuList(sched.vcpus) ?? []) {
      if (vcpu >= max) throw unsupported(`vCPU '${vcpu}' is not present in domain definition`, sched, 'vcpus');
      if (scheduled.has(vcpu)) throw overlap("'vcpusched' attributes 'vcpus' must not overlap", sched);
      scheduled.add(vcpu);
    }
  }
  validateCaches(cputune);
  validateBandwidths(cputune);
}

function overlap(what: string, holder: object) {
  return valueFault(['XML_DETAIL', 'DOMAIN'], what, holder);
}

function validateRanges(cputune: Cputune): void {
  for (const key of Object.keys(ranges) as (keyof typeof ranges)[]) {
    // keys of the table
    const { name, least, most } = ranges[key];
    const value = cputune[key];
    // Zero is no limit of a period, a negative quota none at all.
    if (value === undefined || value <= 0n || (value >= least && value <= most)) continue;
    throw unsupported(`Value of cputune '${name}' must be in range [${least}, ${most}]`, cputune, key);
  }
}

function validateIothreads({ iothreads = 0, iothreadIds, defaultIothread, cputune }: Domain): void {
  const given = iothreadIds?.iothreads;
  for (const pool of [...(given ?? []), ...(defaultIothread === undefined ? [] : [defaultIothread])]) {
    const { threadPoolMin, threadPoolMax } = pool;
    if (threadPoolMax === 0) throw unsupported('thread_pool_max must be a positive integer', pool, 'threadPoolMax');
    // Of a pool that names no most there is none.
    if (
      threadPoolMin !== undefined &&
      threadPoolMin > (threadPoolMax ?? (pool === defaultIothread ? 0 : threadPoolMin))
    )
      throw unsupported('thread_pool_min must be smaller or equal to thread_pool_max', pool, 'threadPoolMin');
  }
  const twice = given?.find(({ id }, at) => given.findIndex(other => other.id === id) < at);
  if (twice !== undefined) throw contradiction(`duplicate iothread id '${twice.id}' found`, twice, 'id');
  const listed = given?.map(({ id }) => id);
  const exists = (id: number) => (listed === undefined ? id >= 1 && id <= iothreads : listed.includes(id));
  const pinned = new Set<number>();
  for (const pin of cputune?.iothreadpins ?? []) {
    if (!exists(pin.iothread)) throw unsupported(`Cannot find 'iothread' : ${pin.iothread}`, pin, 'iothread');
    if (pinned.has(pin.iothread)) {
      throw internal(`duplicate iothreadpin for same iothread '${pin.iothread}'`, pin, 'iothread');
    }
    pinned.add(pin.iothread);
  }
  const scheduled = new Set<number>();
  for (const sched of cputune?.iothreadscheds ?? []) {
    for (const id of readCpuList(sched.iothreads) ?? []) {
      if (!exists(id)) throw unsupported(`Cannot find 'iothread' : ${id}`, sched, 'iothreads');
      if (scheduled.has(id)) throw overlap("'iothreadsched' attributes 'iothreads' must not overlap", sched);
      scheduled.add(id);
    }
  }
}

/** Two shares of caches are for different CPUs, or for the same ones with other parts. */
function validateCaches({ cachetunes }: Cputune): void {
  const seen = new Set<number>();
  for (const tune of cachetunes ?? []) {
    for (const vcpu of readCpuList(tune.vcpus) ?? []) {
      if (seen.has(vcpu)) throw contradiction('Identical vcpus in cachetunes found', tune, 'vcpus');
      seen.add(vcpu);
    }
    validateShares(tune);
    for (const monitor of tune.monitors ?? []) {
      if (monitor.level === undefined) {
        const what = "Missing required attribute 'level' in element 'monitor'";
        throw valueFault(['XML_ERROR', 'XML'], what, monitor);
      }
      if (monitor.level !== 3) throw contradiction(`Invalid monitor cache level '${monitor.level}'`, monitor, 'level');
    }
    validateMonitors(tune.monitors ?? [], tune.vcpus);
  }
}

function validateShares({ caches }: Cachetune): void {
  const taken = new Set<string>();
  for (const share of caches ?? []) {
    const { level, id, type } = share;
    const kinds = type === 'both' ? ['both', 'code', 'data'] : ['both', type];
    if (kinds.some(kind => taken.has(`${level}/${id}/${kind}`))) {
      const what = `Colliding cache allocations for cache level '${level}' id '${id}', type '${type}'`;
      throw valueFault(['XML_ERROR', 'RESCTRL'], what, share);
    }
    taken.add(`${level}/${id}/${type}`);
  }
}

/** A monitor is for some of the CPUs of what it is in; each set of them is watched once. */
function validateMonitors(monitors: readonly ResourceMonitor[], vcpus: string): void {
  const all = readCpuList(vcpus) ?? [];
  const watched = new Set<string>();
  for (const monitor of monitors) {
    const own = readCpuList(monitor.vcpus) ?? [];
    if (!own.some(vcpu => all.includes(vcpu))) {
      throw valueFault(['INVALID_ARG', 'DOMAIN'], 'vcpus is empty', monitor, 'vcpus');
    }
    if (watched.has(monitor.vcpus)) {
      throw valueFault(['INVALID_ARG', 'DOMAIN'], 'Identical vcpus found in same type monitors', monitor, 'vcpus');
    }
    watched.add(monitor.vcpus);
  }
}

function validateBandwidths({ memorytunes, cachetunes }: Cputune): void {
  const groups = (cachetunes ?? []).map(({ vcpus }) => ({ vcpus, nodes: new Set<number>() }));
  for (const tune of memorytunes ?? []) {
    const own = readCpuList(tune.vcpus) ?? [];
    let group = groups.find(({ vcpus }) => vcpus === tune.vcpus);
    if (group === undefined) {
      const other = groups.find(({ vcpus }) => readCpuList(vcpus)?.some(vcpu => own.includes(vcpu)) === true);
      if (other !== undefined) throw contradiction('Overlapping vcpus in resctrls', tune, 'vcpus');
      group = { vcpus: tune.vcpus, nodes: new Set() };
      groups.push(group);
    }
    for (const node of tune.nodes ?? []) {
      if (node.bandwidth > 100) {
        const what = 'Memory Bandwidth value exceeding 100 is invalid.';
        throw valueFault(['XML_ERROR', 'RESCTRL'], what, node, 'bandwidth');
      }
      if (group.nodes.has(node.id)) {
        throw valueFault(['XML_ERROR', 'RESCTRL'], `Memory Bandwidth already defined for node ${node.id}`, node, 'id');
      }
      group.nodes.add(node.id);
    }
    validateMonitors(tune.monitors ?? [], tune.vcpus);
  }
}
