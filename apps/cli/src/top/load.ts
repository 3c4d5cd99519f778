import type { DomainOverview, ParamRecord } from '@tsvirt/core';

/** Counters of a domain at one moment. */
export interface Sample {
  readonly name: string;
  readonly uuid: string;
  readonly id: number | undefined;
  readonly vcpus: number;
  readonly memoryKiB: bigint;
  readonly cpuTimeNs: bigint;
  readonly readBytes: bigint;
  readonly writtenBytes: bigint;
  readonly receivedBytes: bigint;
  readonly sentBytes: bigint;
}

/** What a domain did between two moments. */
export interface Load {
  readonly name: string;
  readonly id: number | undefined;
  readonly vcpus: number;
  readonly memoryKiB: bigint;
  /** In percent of one CPU of the host: 200 is two of them. */
  readonly cpuPercent: number;
  /** Bytes in a second. */
  readonly diskRead: number;
  readonly diskWrite: number;
  readonly netReceive: number;
  readonly netSend: number;
}

/** The counters out of an overview. Disks and interfaces are summed up. */
export function sampleOf({ domain, stats, vcpus, memoryKiB, cpuTimeNs }: DomainOverview): Sample {
  return {
    name: domain.name,
    uuid: domain.uuid,
    id: domain.id,
    vcpus,
    memoryKiB,
    cpuTimeNs,
    readBytes: summed(stats, 'block', 'rd.bytes'),
    writtenBytes: summed(stats, 'block', 'wr.bytes'),
    receivedBytes: summed(stats, 'net', 'rx.bytes'),
    sentBytes: summed(stats, 'net', 'tx.bytes'),
  };
}

/** The load between two samples of one domain; without a first one, or after a restart in between, none is known: 0. */
export function loadOf(before: Sample | undefined, after: Sample, elapsedMs: number): Load {
  const { name, id, vcpus, memoryKiB } = after;
  const from = before?.id === id ? before : undefined;
  const perSecond = (key: 'cpuTimeNs' | 'readBytes' | 'writtenBytes' | 'receivedBytes' | 'sentBytes') =>
    from === undefined || elapsedMs <= 0 ? 0 : Math.max(0, Number(after[key] - from[key])) / (elapsedMs / 1000);
  return {
    name,
    id,
    vcpus,
    memoryKiB,
    cpuPercent: perSecond('cpuTimeNs') / 1e7,
    diskRead: perSecond('readBytes'),
    diskWrite: perSecond('writtenBytes'),
    netReceive: perSecond('receivedBytes'),
    netSend: perSecond('sentBytes'),
  };
}

/** What the domains can be ordered by. */
export const sortKeys = ['cpu', 'memory', 'disk', 'net', 'name'] as const;
export type SortKey = (typeof sortKeys)[number];

const amounts: { readonly [K in Exclude<SortKey, 'name'>]: (load: Load) => number } = {
  cpu: ({ cpuPercent }) => cpuPercent,
  memory: ({ memoryKiB }) => Number(memoryKiB),
  disk: ({ diskRead, diskWrite }) => diskRead + diskWrite,
  net: ({ netReceive, netSend }) => netReceive + netSend,
};

/** The largest first; those that are alike, and all by `name`, by name. */
export function sortedLoads(loads: readonly Load[], key: SortKey): Load[] {
  const byName = (a: Load, b: Load) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
  if (key === 'name') return loads.toSorted(byName);
  const amount = amounts[key];
  return loads.toSorted((a, b) => amount(b) - amount(a) || byName(a, b));
}

function summed(stats: ParamRecord, group: string, counter: string): bigint {
  let sum = 0n;
  for (let at = 0n; at < whole(stats[`${group}.count`]); at++) sum += whole(stats[`${group}.${at}.${counter}`]);
  return sum;
}

function whole(value: unknown): bigint {
  return typeof value === 'bigint' ? value : typeof value === 'number' ? BigInt(Math.trunc(value)) : 0n;
}
