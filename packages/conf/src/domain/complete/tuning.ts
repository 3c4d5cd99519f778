import { readCpuList, unitBytes, valueFault } from '../../kernel/index.js';
import type { CacheShare, Cputune } from '../cputune.js';
import type { Domain } from '../domain.js';
import type { NumaMemory } from '../numatune.js';
import { contradiction, unsupported } from '../validate/unsupported.js';
import type { IothreadIds, VcpuState } from '../vcpu.js';

/** Settles how threads and memory are placed. */
export function completeTuning(domain: Domain): Domain {
  const { numatune } = domain;
  const vcpus = completeVcpus(domain);
  const vcpu = vcpus === undefined ? domain.vcpu : { ...domain.vcpu, current: enabledOf(vcpus, domain.vcpu.count) };
  const follows = vcpu.cpuset === undefined && numatune?.memory?.placement === 'auto';
  const placement = follows ? 'auto' : (vcpu.placement ?? 'static');
  const memory = completeNumaMemory(numatune?.memory, placement);
  return {
    ...domain,
    ...(vcpus !== undefined && { vcpus: { vcpus } }),
    vcpu: placement === 'auto' ? { ...vcpu, placement, cpuset: undefined } : { ...vcpu, placement },
    ...((numatune !== undefined || memory !== undefined) && { numatune: { ...numatune, memory } }),
    ...(domain.cputune !== undefined && { cputune: completeCputune(domain.cputune, vcpu.count) }),
    ...((domain.iothreadIds?.iothreads?.length ?? 0) > 0 &&
      domain.iothreadIds !== undefined &&
      completeIothreads(domain.iothreadIds, domain.iothreads ?? 0)),
  };
}

/** States of single CPUs are listed for this many at most: each of a document's few bytes would make a list of them. */
const mostListedVcpus = 65_536;

/** The states of all CPUs, where those of some are given: the others are off and may be plugged. */
function completeVcpus({ vcpu, vcpus }: Domain): readonly VcpuState[] | undefined {
  const given = new Map(vcpus?.vcpus?.map(state => [state.id, state]));
  if (given.size === 0) return undefined;
  for (const state of given.values()) {
    if (state.id < vcpu.count) continue;
    throw contradiction(`vcpu id '${state.id}' is out of range of maximum vcpu count`, state, 'id');
  }
  if (vcpu.count > mostListedVcpus) {
    const detail = `states of single vCPUs are for guests of up to ${mostListedVcpus} vCPUs, not ${vcpu.count}`;
    throw unsupported(detail, vcpu);
  }
  return Array.from({ length: vcpu.count }, (_, id) => {
    const state = given.get(id) ?? { id, enabled: false };
    if (!state.enabled && state.hotpluggable === false) {
      throw unsupported(`vcpu '${id}' is both offline and not hotpluggable`, state, 'hotpluggable');
    }
    return { ...state, hotpluggable: state.hotpluggable ?? !state.enabled };
  });
}

/** How many CPUs are there at the start; undefined for all. */
function enabledOf(vcpus: readonly VcpuState[], count: number): number | undefined {
  const enabled = vcpus.filter(vcpu => vcpu.enabled).length;
  return enabled === count ? undefined : enabled;
}

/** Memory follows the CPUs where it is not placed itself; a set of nodes has no meaning when they are found at start. */
function completeNumaMemory(memory: NumaMemory | undefined, vcpuPlacement: 'static' | 'auto'): NumaMemory | undefined {
  if (memory === undefined) return vcpuPlacement === 'auto' ? { mode: 'strict', placement: 'auto' } : undefined;
  const placement = memory.placement ?? (memory.nodeset === undefined ? vcpuPlacement : 'static');
  return placement === 'auto' ? { mode: memory.mode, placement } : { mode: memory.mode, nodeset: memory.nodeset };
}

function completeCputune(cputune: Cputune, count: number): Cputune {
  const isThere = (vcpus: string) => readCpuList(vcpus)?.some(vcpu => vcpu < count) === true;
  return {
    ...cputune,
    // Pins, shares and limits of CPUs that can never be there go, and those that limit nothing.
    vcpupins: cputune.vcpupins?.filter(({ vcpu }) => vcpu < count).sort((a, b) => a.vcpu - b.vcpu),
    cachetunes: cputune.cachetunes
      ?.filter(({ vcpus, caches, monitors }) => isThere(vcpus) && (isSome(caches) || isSome(monitors)))
      .map(tune => ({ ...tune, caches: tune.caches?.map(inLargestUnit).sort(byCache) })),
    memorytunes: cputune.memorytunes
      ?.filter(({ vcpus, nodes, monitors }) => isThere(vcpus) && (isSome(nodes) || isSome(monitors)))
      .map(tune => ({ ...tune, nodes: tune.nodes?.toSorted((a, b) => a.id - b.id) })),
    iothreadpins: cputune.iothreadpins?.toSorted((a, b) => a.iothread - b.iothread),
    vcpuscheds: oneByOne(
      cputune.vcpuscheds,
      ({ vcpus }) => vcpus,
      (sched, vcpus) => ({ ...sched, vcpus }),
    ),
    iothreadscheds: oneByOne(
      cputune.iothreadscheds,
      ({ iothreads }) => iothreads,
      (sched, iothreads) => ({ ...sched, iothreads }),
    ),
  };
}

function isSome(list: readonly unknown[] | undefined): boolean {
  return list !== undefined && list.length > 0;
}

const kinds = ['both', 'code', 'data'];

function byCache(a: CacheShare, b: CacheShare): number {
  return a.level - b.level || kinds.indexOf(a.type) - kinds.indexOf(b.type) || a.id - b.id;
}

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];

/** The size in the largest unit of which it is a whole number. */
function inLargestUnit(share: CacheShare): CacheShare {
  const unit = unitBytes(share.unit === undefined || share.unit === '' ? 'KiB' : share.unit);
  if (unit === undefined) throw valueFault(['INVALID_ARG', 'NONE'], `unknown suffix '${share.unit}'`, share, 'unit');
  let size = share.size * unit;
  let place = 0;
  for (; size !== 0n && size % 1024n === 0n && place < units.length - 1; place++) size /= 1024n;
  return { ...share, size, unit: units[place] };
}

/** One entry for each thread of each list, in the order of their numbers. */
function oneByOne<T>(
  entries: readonly T[] | undefined,
  listOf: (entry: T) => string,
  withList: (entry: T, list: string) => T,
): readonly T[] | undefined {
  return entries
    ?.flatMap(entry => (readCpuList(listOf(entry)) ?? []).map(number => ({ number, entry })))
    .sort((a, b) => a.number - b.number)
    .map(({ number, entry }) => withList(entry, String(number)));
}

/** As many I/O threads as were asked for: those without a number get the lowest free ones. */
function completeIothreads(given: IothreadIds, count: number): Pick<Domain, 'iothreads' | 'iothreadIds'> {
  const iothreads = [...(given.iothreads ?? [])];
  const taken = new Set(iothreads.map(({ id }) => id));
  for (let id = 1; iothreads.length < count; id++) if (!taken.has(id)) iothreads.push({ id });
  return { iothreads: iothreads.length, iothreadIds: { iothreads } };
}
