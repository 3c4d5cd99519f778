import { stat } from 'node:fs/promises';
import type { DriverHandlers } from '@tsvirt/core/contract';
import { VirtError } from '@tsvirt/util';
import { numbered } from '../command/disk.js';
import type { Disk, Guest } from '../definition.js';
import type { QemuDomain, Running } from '../domain/qemu-domain.js';
import type { QemuHost } from '../host.js';
import { isObject, type JsonObject } from '../monitor/qmp-message.js';
import { monitorOf } from '../domain/monitor-of.js';
import { checkFlags } from './flags.js';

/** What one disk did since the guest started, and its sizes in bytes. */
export interface BlockCounters {
  readonly rdReq: bigint;
  readonly rdBytes: bigint;
  readonly rdNs: bigint;
  readonly wrReq: bigint;
  readonly wrBytes: bigint;
  readonly wrNs: bigint;
  readonly flReq: bigint;
  readonly flNs: bigint;
  readonly highest: bigint;
}

/** Sizes and counters of disks. */
export function domainBlockHandlers(host: QemuHost): DriverHandlers {
  return {
    async domainGetBlockInfo({ dom, path, flags }, call) {
      checkFlags(flags, 0, 'virDomainGetBlockInfo');
      const domain = host.domains.find(dom);
      const disk = findDisk(domain.current, path);
      return blockSizes(domain, disk, call.signal);
    },
    async domainBlockStats({ dom, path }, call) {
      const domain = host.domains.findActive(dom);
      const { rdReq, rdBytes, wrReq, wrBytes } = await oneDisk(domain, path, call.signal);
      return { rdReq, rdBytes, wrReq, wrBytes, errs: -1n };
    },
    async domainBlockStatsFlags({ dom, path, flags }, call) {
      checkFlags(flags, 4, 'virDomainBlockStatsFlags');
      const domain = host.domains.findActive(dom);
      const counters = await oneDisk(domain, path, call.signal);
      const names = [
        ['rd_bytes', counters.rdBytes],
        ['rd_operations', counters.rdReq],
        ['rd_total_times', counters.rdNs],
        ['wr_bytes', counters.wrBytes],
        ['wr_operations', counters.wrReq],
        ['wr_total_times', counters.wrNs],
        ['flush_operations', counters.flReq],
        ['flush_total_times', counters.flNs],
      ] as const;
      return { params: names.map(([field, value]) => ({ field, value: { type: 'llong', value } })) };
    },
  };
}

/** A disk by its target or by the path of its image. @throws INVALID_ARG */
export function findDisk({ devices }: Guest, path: string): Disk {
  const found = devices.disks.find(disk => disk.target.dev === path || imagePath(disk) === path);
  if (found === undefined) throw new VirtError('INVALID_ARG', 'QEMU', `invalid path: ${path}`);
  return found;
}

export function imagePath({ source }: Disk): string | undefined {
  return source.type === 'file' ? source.file : source.type === 'block' ? source.dev : undefined;
}

/** Counters of all disks by the disks' target, in one question. */
export async function blockCounters(
  domain: Running,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, BlockCounters>> {
  const reply = await monitorOf(domain).execute('query-blockstats', undefined, signal === undefined ? {} : { signal });
  const result = new Map<string, BlockCounters>();
  if (!Array.isArray(reply)) return result;
  const byQdev = new Map<string, JsonObject>();
  for (const entry of reply) {
    if (!isObject(entry) || typeof entry['qdev'] !== 'string' || !isObject(entry['stats'])) continue;
    byQdev.set(entry['qdev'], entry);
  }
  for (const disk of domain.live.definition.devices.disks) {
    const alias = disk.alias ?? '';
    const entry = [...byQdev].find(
      ([qdev]) => qdev === alias || qdev.includes(`/${alias}/`) || qdev.endsWith(`/${alias}`),
    )?.[1];
    if (entry !== undefined) result.set(disk.target.dev, countersOf(entry));
  }
  return result;
}

function countersOf(entry: JsonObject): BlockCounters {
  const stats = isObject(entry['stats']) ? entry['stats'] : {};
  const parent = isObject(entry['parent']) && isObject(entry['parent']['stats']) ? entry['parent']['stats'] : {};
  const count = (name: string): bigint => {
    const value = stats[name];
    return typeof value === 'number' && value >= 0 ? BigInt(Math.trunc(value)) : 0n;
  };
  const highest = parent['wr_highest_offset'];
  return {
    rdReq: count('rd_operations'),
    rdBytes: count('rd_bytes'),
    rdNs: count('rd_total_time_ns'),
    wrReq: count('wr_operations'),
    wrBytes: count('wr_bytes'),
    wrNs: count('wr_total_time_ns'),
    flReq: count('flush_operations'),
    flNs: count('flush_total_time_ns'),
    highest: typeof highest === 'number' && highest >= 0 ? BigInt(Math.trunc(highest)) : 0n,
  };
}

async function oneDisk(domain: Running, path: string, signal: AbortSignal): Promise<BlockCounters> {
  const counters = await blockCounters(domain, signal);
  if (path === '') return sumOf([...counters.values()]);
  const { target } = findDisk(domain.live.definition, path);
  const found = counters.get(target.dev);
  if (found === undefined)
    throw new VirtError('INTERNAL_ERROR', 'QEMU', `cannot find statistics for device '${target.dev}'`);
  return found;
}

const none: BlockCounters = {
  rdReq: 0n,
  rdBytes: 0n,
  rdNs: 0n,
  wrReq: 0n,
  wrBytes: 0n,
  wrNs: 0n,
  flReq: 0n,
  flNs: 0n,
  highest: 0n,
};

function sumOf(all: readonly BlockCounters[]): BlockCounters {
  return all.reduce(
    (sum, one) => ({
      rdReq: sum.rdReq + one.rdReq,
      rdBytes: sum.rdBytes + one.rdBytes,
      rdNs: sum.rdNs + one.rdNs,
      wrReq: sum.wrReq + one.wrReq,
      wrBytes: sum.wrBytes + one.wrBytes,
      wrNs: sum.wrNs + one.wrNs,
      flReq: sum.flReq + one.flReq,
      flNs: sum.flNs + one.flNs,
      highest: 0n,
    }),
    none,
  );
}

/** Sizes of a disk's image: as the guest sees it, as it is stored, and how much of it was written. */
export async function blockSizes(
  domain: QemuDomain,
  disk: Disk,
  signal?: AbortSignal,
): Promise<{ readonly allocation: bigint; readonly capacity: bigint; readonly physical: bigint }> {
  const path = imagePath(disk);
  const info =
    path === undefined || path === ''
      ? undefined
      : await stat(path, { bigint: true }).catch((reason: unknown) => {
          throw VirtError.system(reason, 'QEMU', `cannot stat file '${path}'`);
        });
  const physical = info === undefined ? 0n : info.blocks * 512n;
  const size = info?.size ?? 0n;
  const running =
    domain.live?.process?.monitor.isOpen === true ? await capacityInGuest(domain, disk, signal) : undefined;
  const raw = (disk.driver?.type ?? 'raw') === 'raw';
  return { allocation: running?.allocation ?? physical, capacity: running?.capacity ?? (raw ? size : 0n), physical };
}

async function capacityInGuest(
  domain: QemuDomain,
  disk: Disk,
  signal?: AbortSignal,
): Promise<{ capacity: bigint; allocation: bigint | undefined } | undefined> {
  if (domain.live === undefined) return undefined;
  const monitor = domain.live.process?.monitor;
  const reply = await monitor?.execute(
    'query-named-block-nodes',
    { flat: true },
    signal === undefined ? {} : { signal },
  );
  const index = numbered(domain.live.definition).find(entry => entry.disk === disk)?.images[0]?.index;
  if (!Array.isArray(reply) || index === undefined) return undefined;
  const node: unknown = reply.find(
    (entry: unknown) => isObject(entry) && entry['node-name'] === `libvirt-${index}-format`,
  );
  const image = isObject(node) && isObject(node['image']) ? node['image'] : {};
  const capacity = image['virtual-size'];
  const allocation = image['actual-size'];
  if (typeof capacity !== 'number') return undefined;
  return { capacity: BigInt(capacity), allocation: typeof allocation === 'number' ? BigInt(allocation) : undefined };
}
