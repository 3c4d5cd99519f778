import type { DriverHandlers } from '@tsvirt/core/contract';
import {
  ConnectGetAllDomainStatsFlags,
  DomainMemoryStatTags,
  DomainStatsTypes,
  type TypedParam,
} from '@tsvirt/core/protocol';
import type { QemuDomain, Running } from '../domain/qemu-domain.js';
import type { QemuHost } from '../host.js';
import { phaseNumbers } from '../lifecycle.js';
import { readTapCounters, type TapCounters } from '../network/tap-counters.js';
import { blockCounters, blockSizes, imagePath } from './domain-block.js';
import { memoryStats } from './domain-memory.js';
import { currentMemoryKiB } from './domain-query.js';
import { domainFilter } from './domain-lookup.js';
import { processUsage, runDelayNs } from './process-usage.js';

/** How long one guest's monitor may hold up an answer about all of them. */
const patienceMs = 5000;

/** Measurements of many domains at once; each guest is asked beside the others. */
export function domainStatsHandlers(host: QemuHost): DriverHandlers {
  return {
    async connectGetAllDomainStats({ doms, stats, flags }, call) {
      const wanted = stats === 0 ? allGroups : stats;
      const chosen = doms.length > 0 ? doms.flatMap(dom => host.domains.withUuid(dom.uuid) ?? []) : [...host.domains];
      const passes = domainFilter.of(flags & 0xff);
      const signal = AbortSignal.any([call.signal, AbortSignal.timeout(patienceMs)]);
      const waits = (flags & ConnectGetAllDomainStatsFlags.nowait) === 0;
      const records = await Promise.all(
        chosen.filter(passes).map(async domain => {
          if (!(await call.allows('domain:read', { name: domain.name, uuid: domain.uuid }))) return [];
          const asks = waits || domain.jobs.current === undefined;
          return [{ dom: domain.reference, params: await measure(host, domain, wanted, asks, signal) }];
        }),
      );
      return { retStats: records.flat() };
    },
  };
}

const types = DomainStatsTypes;
const allGroups = types.state | types.cpuTotal | types.balloon | types.vcpu | types.interface | types.block;

function uint(field: string, value: number): TypedParam {
  return { field, value: { type: 'uint', value } };
}

function ullong(field: string, value: bigint): TypedParam {
  return { field, value: { type: 'ullong', value } };
}

function text(field: string, value: string): TypedParam {
  return { field, value: { type: 'string', value } };
}

async function measure(
  host: QemuHost,
  domain: QemuDomain,
  wanted: number,
  asks: boolean,
  signal: AbortSignal,
): Promise<TypedParam[]> {
  const { state, reason } = phaseNumbers(domain.phase);
  const int = (field: string, value: number): TypedParam => ({ field, value: { type: 'int', value } });
  const params: TypedParam[] =
    (wanted & types.state) === 0 ? [] : [int('state.state', state), int('state.reason', reason)];
  const running: Running | undefined = isActive(domain) ? domain : undefined;
  const none = () => Promise.resolve<TypedParam[]>([]);
  const [cpu, balloon, vcpu, block] = await Promise.all([
    (wanted & types.cpuTotal) !== 0 && running !== undefined ? cpuGroup(running) : none(),
    (wanted & types.balloon) !== 0 ? balloonGroup(host, domain, running, asks, signal) : none(),
    (wanted & types.vcpu) !== 0 ? vcpuGroup(domain, running) : none(),
    (wanted & types.block) !== 0 ? blockGroup(host, domain, running, asks, signal) : none(),
  ]);
  const wantsNics = (wanted & types.interface) !== 0 && running !== undefined;
  const nics = wantsNics ? await interfaceGroup(running) : [];
  return [...params, ...cpu, ...balloon, ...vcpu, ...nics, ...block];
}

function isActive(domain: QemuDomain): domain is Running {
  return domain.live !== undefined;
}

async function cpuGroup({ live }: Running): Promise<TypedParam[]> {
  const usage = live.process === undefined ? undefined : await processUsage(live.process.pid);
  if (usage === undefined) return [];
  return [
    ullong('cpu.time', usage.userNs + usage.systemNs),
    ullong('cpu.user', usage.userNs),
    ullong('cpu.system', usage.systemNs),
  ];
}

const balloonNames: readonly (readonly [tag: number, name: string])[] = [
  [DomainMemoryStatTags.swapIn, 'swap_in'],
  [DomainMemoryStatTags.swapOut, 'swap_out'],
  [DomainMemoryStatTags.majorFault, 'major_fault'],
  [DomainMemoryStatTags.minorFault, 'minor_fault'],
  [DomainMemoryStatTags.unused, 'unused'],
  [DomainMemoryStatTags.available, 'available'],
  [DomainMemoryStatTags.usable, 'usable'],
  [DomainMemoryStatTags.lastUpdate, 'last-update'],
  [DomainMemoryStatTags.diskCaches, 'disk_caches'],
  [DomainMemoryStatTags.hugetlbPgalloc, 'hugetlb_pgalloc'],
  [DomainMemoryStatTags.hugetlbPgfail, 'hugetlb_pgfail'],
  [DomainMemoryStatTags.rss, 'rss'],
];

async function balloonGroup(
  host: QemuHost,
  domain: QemuDomain,
  running: Running | undefined,
  asks: boolean,
  signal: AbortSignal,
): Promise<TypedParam[]> {
  const params = [
    ullong('balloon.current', currentMemoryKiB(domain)),
    ullong('balloon.maximum', domain.current.memory.sizeKiB),
  ];
  if (running === undefined || !asks) return params;
  const stats = await tolerant(host, running, () => memoryStats(running, signal), []);
  for (const [tag, name] of balloonNames) {
    const found = stats.find(entry => entry.tag === tag);
    if (found !== undefined) params.push(ullong(`balloon.${name}`, found.val));
  }
  return params;
}

/** Interfaces are named by their devices on the host; one that has none is only counted. */
async function interfaceGroup({ live }: Running): Promise<TypedParam[]> {
  const { interfaces } = live.definition.devices;
  const params = [uint('net.count', interfaces.length)];
  const all = interfaces.some(({ target }) => target?.dev !== undefined) ? await readTapCounters() : undefined;
  for (const [index, { target }] of interfaces.entries()) {
    if (target?.dev === undefined) continue;
    params.push(text(`net.${index}.name`, target.dev));
    const counters = all?.get(target.dev);
    if (counters === undefined) continue;
    for (const [name, key] of counterNames) params.push(ullong(`net.${index}.${name}`, counters[key]));
  }
  return params;
}

const counterNames = [
  ['rx.bytes', 'rxBytes'],
  ['rx.pkts', 'rxPackets'],
  ['rx.errs', 'rxErrs'],
  ['rx.drop', 'rxDrop'],
  ['tx.bytes', 'txBytes'],
  ['tx.pkts', 'txPackets'],
  ['tx.errs', 'txErrs'],
  ['tx.drop', 'txDrop'],
] as const satisfies readonly (readonly [string, keyof TapCounters])[];

async function vcpuGroup(domain: QemuDomain, running: Running | undefined): Promise<TypedParam[]> {
  const { count, current } = domain.current.vcpu;
  const params = [uint('vcpu.current', current ?? count), uint('vcpu.maximum', count)];
  const pid = running?.live.process?.pid;
  if (running === undefined || pid === undefined) return params;
  const threads = await Promise.all(
    running.live.vcpuThreads.map(async thread => Promise.all([processUsage(pid, thread), runDelayNs(pid, thread)])),
  );
  for (const [index, [usage, delay]] of threads.entries()) {
    params.push({ field: `vcpu.${index}.state`, value: { type: 'int', value: 1 } });
    if (usage !== undefined)
      params.push(ullong(`vcpu.${index}.time`, usage.userNs + usage.systemNs), ullong(`vcpu.${index}.wait`, 0n));
    if (delay !== undefined) params.push(ullong(`vcpu.${index}.delay`, delay));
  }
  return params;
}

async function blockGroup(
  host: QemuHost,
  domain: QemuDomain,
  running: Running | undefined,
  asks: boolean,
  signal: AbortSignal,
): Promise<TypedParam[]> {
  const { disks } = domain.current.devices;
  const params = [uint('block.count', disks.length)];
  const counters =
    running === undefined || !asks
      ? undefined
      : await tolerant(host, running, () => blockCounters(running, signal), undefined);
  for (const [index, disk] of disks.entries()) {
    const prefix = `block.${index}`;
    params.push(text(`${prefix}.name`, disk.target.dev));
    const path = imagePath(disk);
    if (path !== undefined) params.push(text(`${prefix}.path`, path));
    const found = counters?.get(disk.target.dev);
    if (found !== undefined) {
      params.push(
        ullong(`${prefix}.rd.reqs`, found.rdReq),
        ullong(`${prefix}.rd.bytes`, found.rdBytes),
        ullong(`${prefix}.rd.times`, found.rdNs),
        ullong(`${prefix}.wr.reqs`, found.wrReq),
        ullong(`${prefix}.wr.bytes`, found.wrBytes),
        ullong(`${prefix}.wr.times`, found.wrNs),
        ullong(`${prefix}.fl.reqs`, found.flReq),
        ullong(`${prefix}.fl.times`, found.flNs),
      );
    }
    const sizes =
      path === undefined ? undefined : await tolerant(host, domain, () => blockSizes(domain, disk, signal), undefined);
    if (sizes === undefined) continue;
    params.push(
      ullong(`${prefix}.allocation`, found?.highest ?? sizes.allocation),
      ullong(`${prefix}.capacity`, sizes.capacity),
      ullong(`${prefix}.physical`, sizes.physical),
    );
  }
  return params;
}

/** What cannot be measured is left out of the answer: one guest must not spoil it for all. */
async function tolerant<T>(host: QemuHost, domain: QemuDomain, ask: () => Promise<T>, instead: T): Promise<T> {
  try {
    return await ask();
  } catch (reason) {
    host.log.debug(`domain '${domain.name}': left out of the statistics: ${String(reason)}`);
    return instead;
  }
}
