import type { Call, DriverHandlers } from '@tsvirt/core/contract';
import { DomainMemoryModFlags, DomainMemoryStatTags, type NonnullDomain } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import type { Guest } from '../definition.js';
import { changeDomain } from '../domain/definition-change.js';
import { monitorOf } from '../domain/monitor-of.js';
import { noteStatus } from '../domain/moves.js';
import type { Running } from '../domain/qemu-domain.js';
import type { QemuHost } from '../host.js';
import { isObject } from '../monitor/qmp-message.js';
import { currentMemoryKiB } from './domain-query.js';
import { checkFlags } from './flags.js';
import { processUsage } from './process-usage.js';

/** How much memory a guest has, may have, and uses. */
export function domainMemoryHandlers(host: QemuHost): DriverHandlers {
  const setMemory = async (dom: NonnullDomain, memoryKiB: bigint, flags: number, { signal }: Call) => {
    const { live, config, maximum } = DomainMemoryModFlags;
    checkFlags(flags, live | config | maximum, 'virDomainSetMemoryFlags');
    const ofMaximum = (flags & maximum) !== 0;
    await changeDomain(
      host,
      dom,
      flags,
      { signal },
      {
        check({ live: ofRunning }) {
          if (!ofMaximum || !ofRunning) return;
          const detail = 'cannot resize the maximum memory on an active domain';
          throw new VirtError('OPERATION_INVALID', 'QEMU', detail);
        },
        config(definition) {
          if (!ofMaximum) return withCurrent(definition, memoryKiB);
          const { memory, currentMemoryKiB: current } = definition;
          const sized = { ...memory, sizeKiB: memoryKiB };
          return { ...definition, memory: sized, currentMemoryKiB: current > memoryKiB ? memoryKiB : current };
        },
        async live(domain) {
          withCurrent(domain.live.definition, memoryKiB);
          requireBalloon(domain.live.definition);
          await monitorOf(domain).execute('balloon', { value: Number(memoryKiB * 1024n) }, { signal });
          await noteStatus(host, domain);
        },
      },
    );
  };
  return {
    domainSetMemory: ({ dom, memory }, call) => setMemory(dom, memory, DomainMemoryModFlags.live, call),
    domainSetMemoryFlags: ({ dom, memory, flags }, call) => setMemory(dom, memory, flags, call),
    domainSetMaxMemory: ({ dom, memory }, call) => setMemory(dom, memory, DomainMemoryModFlags.maximum, call),
    async domainMemoryStats({ dom, flags }, call) {
      checkFlags(flags, 0, 'virDomainMemoryStats');
      const domain = host.domains.findActive(dom);
      return { stats: await memoryStats(domain, call.signal) };
    },
    async domainSetMemoryStatsPeriod({ dom, period, flags }, call) {
      checkFlags(flags, 3, 'virDomainSetMemoryStatsPeriod');
      if (period < 0) throw new VirtError('INVALID_ARG', 'QEMU', 'invalid value for collection period');
      await changeDomain(host, dom, flags, call, {
        config: definition => withPeriod(definition, period),
        async live(domain) {
          withPeriod(domain.live.definition, period);
          const asked = { path: balloonPath(domain), property: 'guest-stats-polling-interval', value: period };
          await monitorOf(domain).execute('qom-set', asked, { signal: call.signal });
          domain.live.definition = withPeriod(domain.live.definition, period);
          await noteStatus(host, domain);
        },
      });
    },
  };
}

/** @throws INVALID_ARG for more than the guest can have */
function withCurrent(definition: Guest, memoryKiB: bigint): Guest {
  if (memoryKiB > definition.memory.sizeKiB)
    throw new VirtError('INVALID_ARG', 'QEMU', 'cannot set memory higher than max memory');
  return { ...definition, currentMemoryKiB: memoryKiB };
}

/** @throws OPERATION_INVALID for a guest without a balloon */
function withPeriod(definition: Guest, statsPeriod: number): Guest {
  const { devices } = definition;
  if (devices.memballoon !== undefined)
    return { ...definition, devices: { ...devices, memballoon: { ...devices.memballoon, statsPeriod } } };
  const detail = 'No memory balloon device configured, can not set the collection period';
  throw new VirtError('OPERATION_INVALID', 'QEMU', detail);
}

function requireBalloon({ devices }: Guest): void {
  if (devices.memballoon?.model.startsWith('virtio') === true) return;
  const detail = 'Unable to change memory of active domain without the balloon device and guest OS balloon driver';
  throw new VirtError('CONFIG_UNSUPPORTED', 'QEMU', detail);
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
