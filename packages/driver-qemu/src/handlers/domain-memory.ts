import { impactOf } from '@tsvirt/conf/store';
import type { DriverHandlers } from '@tsvirt/core/contract';
import { DomainMemoryModFlags, DomainMemoryStatTags } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { saveDefinition } from '../domain/definitions.js';
import { requireActive } from '../domain/domain-registry.js';
import { saveStatus } from '../domain/moves.js';
import type { Guest } from '../definition.js';
import type { QemuDomain, Running } from '../domain/qemu-domain.js';
import type { QemuHost } from '../host.js';
import { isObject } from '../monitor/qmp-message.js';
import { monitorOf } from './domain-lifecycle.js';
import { currentMemoryKiB } from './domain-query.js';
import { checkFlags } from './flags.js';
import { processUsage } from './process-usage.js';

/** How much memory a guest has, may have, and uses. */
export function domainMemoryHandlers(host: QemuHost): DriverHandlers {
  const setMemory = async (domain: QemuDomain, memoryKiB: bigint, flags: number, signal: AbortSignal) => {
    const { live, config, maximum } = DomainMemoryModFlags;
    checkFlags(flags, live | config | maximum, 'virDomainSetMemoryFlags');
    await using _job = await domain.jobs.begin('modify', signal);
    const impact = impactOf(flags, domain, 'domain', 'QEMU');
    if ((flags & maximum) !== 0) {
      if (impact.live)
        throw new VirtError('OPERATION_INVALID', 'QEMU', 'cannot resize the maximum memory on an active domain');
      const { config: old } = domain;
      if (old === undefined) return;
      const currentKiB = old.currentMemoryKiB > memoryKiB ? memoryKiB : old.currentMemoryKiB;
      await redefine(host, domain, {
        ...old,
        memory: { ...old.memory, sizeKiB: memoryKiB },
        currentMemoryKiB: currentKiB,
      });
      return;
    }
    const most = (impact.config ? domain.config : domain.current)?.memory.sizeKiB ?? 0n;
    if (memoryKiB > most) throw new VirtError('INVALID_ARG', 'QEMU', 'cannot set memory higher than max memory');
    if (impact.live) await inflate(host, domain, memoryKiB, signal);
    if (impact.config && domain.config !== undefined)
      await redefine(host, domain, { ...domain.config, currentMemoryKiB: memoryKiB });
  };
  return {
    domainSetMemory: ({ dom, memory }, call) =>
      setMemory(host.domains.find(dom), memory, DomainMemoryModFlags.live, call.signal),
    domainSetMemoryFlags: ({ dom, memory, flags }, call) =>
      setMemory(host.domains.find(dom), memory, flags, call.signal),
    domainSetMaxMemory: ({ dom, memory }, call) =>
      setMemory(host.domains.find(dom), memory, DomainMemoryModFlags.maximum, call.signal),
    async domainMemoryStats({ dom, flags }, call) {
      checkFlags(flags, 0, 'virDomainMemoryStats');
      const domain = host.domains.findActive(dom);
      return { stats: await memoryStats(domain, call.signal) };
    },
    async domainSetMemoryStatsPeriod({ dom, period, flags }, call) {
      checkFlags(flags, 3, 'virDomainSetMemoryStatsPeriod');
      if (period < 0) throw new VirtError('INVALID_ARG', 'QEMU', 'invalid value for collection period');
      const domain = host.domains.find(dom);
      await using _job = await domain.jobs.begin('modify', call.signal);
      const impact = impactOf(flags, domain, 'domain', 'QEMU');
      const changed = <T extends Guest>(definition: T): T => {
        const { memballoon } = definition.devices;
        if (memballoon === undefined)
          throw new VirtError(
            'OPERATION_INVALID',
            'QEMU',
            'No memory balloon device configured, can not set the collection period',
          );
        return {
          ...definition,
          devices: { ...definition.devices, memballoon: { ...memballoon, statsPeriod: period } },
        };
      };
      if (impact.live) {
        requireActive(domain);
        await monitorOf(domain).execute(
          'qom-set',
          { path: balloonPath(domain), property: 'guest-stats-polling-interval', value: period },
          { signal: call.signal },
        );
        domain.live.definition = changed(domain.live.definition);
        await saveStatus(host, domain);
      }
      if (impact.config && domain.config !== undefined) await redefine(host, domain, changed(domain.config));
    },
  };
}

async function inflate(host: QemuHost, domain: QemuDomain, memoryKiB: bigint, signal: AbortSignal): Promise<void> {
  requireActive(domain);
  if (domain.current.devices.memballoon?.model.startsWith('virtio') !== true)
    throw new VirtError(
      'CONFIG_UNSUPPORTED',
      'QEMU',
      'Unable to change memory of active domain without the balloon device and guest OS balloon driver',
    );
  await monitorOf(domain).execute('balloon', { value: Number(memoryKiB * 1024n) }, { signal });
  await saveStatus(host, domain);
}

function balloonPath(domain: Running): string {
  return `/machine/peripheral/${domain.live.definition.devices.memballoon?.alias ?? 'balloon0'}`;
}

const tags = DomainMemoryStatTags;
/** The balloon's names of what the guest tells, with our tag and what divides them to our unit. */
const guestStats: readonly (readonly [name: string, tag: number, divisor: bigint])[] = [
  ['stat-swap-in', tags.swapIn, 1024n],
  ['stat-swap-out', tags.swapOut, 1024n],
  ['stat-major-faults', tags.majorFault, 1n],
  ['stat-minor-faults', tags.minorFault, 1n],
  ['stat-free-memory', tags.unused, 1024n],
  ['stat-total-memory', tags.available, 1024n],
  ['stat-available-memory', tags.usable, 1024n],
  ['last-update', tags.lastUpdate, 1n],
  ['stat-disk-caches', tags.diskCaches, 1024n],
  ['stat-htlb-pgalloc', tags.hugetlbPgalloc, 1n],
  ['stat-htlb-pgfail', tags.hugetlbPgfail, 1n],
];

/** What the guest says of its memory, and the host of its process. Sizes are in KiB. */
export async function memoryStats(
  domain: Running,
  signal?: AbortSignal,
): Promise<{ readonly tag: number; readonly val: bigint }[]> {
  const { process } = domain.live;
  const stats: { tag: number; val: bigint }[] = [{ tag: tags.actualBalloon, val: currentMemoryKiB(domain) }];
  if (
    domain.live.definition.devices.memballoon?.model.startsWith('virtio') === true &&
    process?.monitor.isOpen === true
  ) {
    const options = signal === undefined ? {} : { signal };
    const reply = await process.monitor.execute(
      'qom-get',
      { path: balloonPath(domain), property: 'guest-stats' },
      options,
    );
    stats.push(...toldByGuest(reply));
  }
  const usage = process === undefined ? undefined : await processUsage(process.pid);
  if (usage !== undefined) stats.push({ tag: tags.rss, val: usage.residentKiB });
  return stats;
}

function toldByGuest(reply: unknown): { tag: number; val: bigint }[] {
  if (!isObject(reply)) return [];
  const values = isObject(reply['stats']) ? { ...reply['stats'], 'last-update': reply['last-update'] } : {};
  return guestStats.flatMap(([name, tag, divisor]) => {
    const value: unknown = Reflect.get(values, name);
    // The guest's -1 for "not known" comes as 2^64-1, which JSON cannot tell exactly.
    const known = typeof value === 'number' && value >= 0 && value < 2 ** 63;
    return known ? [{ tag, val: BigInt(Math.trunc(value)) / divisor }] : [];
  });
}

/** Changes the persistent definition without telling: what changed is told by the caller's own event, where there is one. */
async function redefine(host: QemuHost, domain: QemuDomain, config: Guest): Promise<void> {
  await saveDefinition(host, config);
  domain.config = config;
}
