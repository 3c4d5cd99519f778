import { VcpuState } from '../../protocol/enums/index.js';
import { type DomainStateReport, stateReport } from '../domain/domain-state.js';
import { type FlagTable, nameOf, type NameOf } from '../flag-options.js';
import type { ParamRecord, ParamValue } from './parameter-group.js';

interface Kinds {
  readonly number: number;
  readonly bigint: bigint;
  readonly string: string;
  readonly boolean: boolean;
}
/** What a value is; a table of names stands for a number that has one. */
type Kind = keyof Kinds | FlagTable;
type InProgram<K extends Kind> = K extends keyof Kinds ? Kinds[K] : K extends FlagTable ? NameOf<K> : never;
type Table = Readonly<Record<string, readonly [wire: string, kind: Kind]>>;
type Values<T extends Table> = { readonly [K in keyof T]?: InProgram<T[K][1]> | undefined };

// Names on the wire behind the group's (and the number of the list's item), and what the values are in a program.
const cpu = {
  timeNs: ['time', 'bigint'],
  userNs: ['user', 'bigint'],
  systemNs: ['system', 'bigint'],
  haltpollSuccessNs: ['haltpoll.success.time', 'bigint'],
  haltpollFailNs: ['haltpoll.fail.time', 'bigint'],
} as const satisfies Table;
/** CPU time that the guest has used. */
export interface DomainCpuStats extends Values<typeof cpu> {}

const balloon = {
  currentKiB: ['current', 'bigint'],
  maximumKiB: ['maximum', 'bigint'],
  swapInKiB: ['swap_in', 'bigint'],
  swapOutKiB: ['swap_out', 'bigint'],
  majorFaults: ['major_fault', 'bigint'],
  minorFaults: ['minor_fault', 'bigint'],
  unusedKiB: ['unused', 'bigint'],
  availableKiB: ['available', 'bigint'],
  usableKiB: ['usable', 'bigint'],
  diskCachesKiB: ['disk_caches', 'bigint'],
  rssKiB: ['rss', 'bigint'],
  hugetlbPgalloc: ['hugetlb_pgalloc', 'bigint'],
  hugetlbPgfail: ['hugetlb_pgfail', 'bigint'],
  /** Seconds since 1970. */
  lastUpdate: ['last-update', 'bigint'],
} as const satisfies Table;
/** Guest memory, as its balloon reports it. */
export interface DomainBalloonStats extends Values<typeof balloon> {}

const vcpu = {
  state: ['state', VcpuState],
  timeNs: ['time', 'bigint'],
  waitNs: ['wait', 'bigint'],
  delayNs: ['delay', 'bigint'],
  halted: ['halted', 'boolean'],
} as const satisfies Table;
/** One vCPU; `number` is its own. */
export interface DomainVcpuStats extends Values<typeof vcpu> {
  readonly number: number;
}

const net = {
  name: ['name', 'string'],
  rxBytes: ['rx.bytes', 'bigint'],
  rxPackets: ['rx.pkts', 'bigint'],
  rxErrors: ['rx.errs', 'bigint'],
  rxDropped: ['rx.drop', 'bigint'],
  txBytes: ['tx.bytes', 'bigint'],
  txPackets: ['tx.pkts', 'bigint'],
  txErrors: ['tx.errs', 'bigint'],
  txDropped: ['tx.drop', 'bigint'],
} as const satisfies Table;
/** Traffic of one NIC, seen from the guest; `number` is its place in the list. */
export interface DomainNetStats extends Values<typeof net> {
  readonly number: number;
}

const block = {
  /** The disk's target: `vda`. */
  name: ['name', 'string'],
  path: ['path', 'string'],
  /** Which member of the backing chain it is, in reports with `backing`. */
  backingIndex: ['backingIndex', 'number'],
  readRequests: ['rd.reqs', 'bigint'],
  readBytes: ['rd.bytes', 'bigint'],
  readNs: ['rd.times', 'bigint'],
  writeRequests: ['wr.reqs', 'bigint'],
  writeBytes: ['wr.bytes', 'bigint'],
  writeNs: ['wr.times', 'bigint'],
  flushRequests: ['fl.reqs', 'bigint'],
  flushNs: ['fl.times', 'bigint'],
  errors: ['errors', 'bigint'],
  allocation: ['allocation', 'bigint'],
  capacity: ['capacity', 'bigint'],
  physical: ['physical', 'bigint'],
  threshold: ['threshold', 'bigint'],
} as const satisfies Table;
/** I/O and sizes of one disk, in bytes; `number` is its place in the list. */
export interface DomainBlockStats extends Values<typeof block> {
  readonly number: number;
}

const iothread = {
  pollMaxNs: ['poll-max-ns', 'bigint'],
  pollGrow: ['poll-grow', 'number'],
  pollShrink: ['poll-shrink', 'number'],
} as const satisfies Table;
/** How one I/O thread polls; `number` is its id. */
export interface DomainIOThreadStats extends Values<typeof iothread> {
  readonly number: number;
}

/** What was measured of one domain. Groups that were not measured, and values that the hypervisor lacks, are absent. */
export interface DomainStats {
  readonly state: DomainStateReport | undefined;
  readonly cpu: DomainCpuStats;
  readonly balloon: DomainBalloonStats;
  /** vCPUs that are online, and that there may be. */
  readonly vcpuCount: { readonly current?: number | undefined; readonly maximum?: number | undefined };
  readonly vcpus: readonly DomainVcpuStats[];
  readonly nets: readonly DomainNetStats[];
  readonly blocks: readonly DomainBlockStats[];
  readonly iothreads: readonly DomainIOThreadStats[];
  /** Everything else, by the API's name: `perf.cmt`, `dirtyrate.calc_status`, and what is newer than this library. */
  readonly others: ParamRecord;
}

const counts = { current: ['current', 'number'], maximum: ['maximum', 'number'] } as const satisfies Table;
const groups: Readonly<Record<string, Table>> = { cpu, balloon, vcpu: counts };
const lists: Readonly<Record<string, Table>> = { vcpu, net, block, iothread };
/** Said by the length of their lists. */
const lengths: ReadonlySet<string> = new Set(['net.count', 'block.count', 'iothread.count']);

type Item = Record<string, ParamValue>;

/**
 * Measurements as nested objects with names and types, out of the `stats` of `getAllDomainStats`, `domainListGetStats` or
 * `domainOverview`.
 * @example
 * ```ts
 * import { domainStats, open } from '@tsvirt/core';
 *
 * await using connection = await open('qemu+unix:///system');
 * for (const { domain, stats } of await connection.getAllDomainStats()) {
 *   const { state, blocks } = domainStats(stats);
 *   console.log(domain.name, state?.state, blocks.length);
 * }
 * ```
 */
export function domainStats(stats: ParamRecord): DomainStats {
  const single: Record<string, Item> = { cpu: {}, balloon: {}, vcpu: {} };
  const many: Record<string, Map<number, Item>> = {
    vcpu: new Map(),
    net: new Map(),
    block: new Map(),
    iothread: new Map(),
  };
  const others: Record<string, ParamValue> = {};
  const { 'state.state': state, 'state.reason': reason } = stats;
  const isKnown = typeof state === 'number' && typeof reason === 'number';
  for (const [name, value] of Object.entries(stats)) {
    if (lengths.has(name) || (isKnown && (name === 'state.state' || name === 'state.reason'))) continue;
    const {
      group = '',
      number,
      rest = '',
    } = /^(?<group>\w+)\.(?:(?<number>\d+)\.)?(?<rest>.+)$/.exec(name)?.groups ?? {};
    const found = entryOf(number === undefined ? groups[group] : lists[group], rest, value);
    if (found === undefined) others[name] = value;
    else if (number === undefined) single[group] = { ...single[group], ...found };
    else many[group]?.set(Number(number), { ...many[group].get(Number(number)), ...found });
  }
  const itemsOf = (group: string) =>
    Array.from(many[group] ?? [])
      .toSorted(([a], [b]) => a - b)
      .map(([number, item]) => ({ ...item, number }));
  // Each value went through its group's table, which gave it its key and its type.
  return {
    state: isKnown ? stateReport(state, reason) : undefined,
    cpu: { ...single['cpu'] },
    balloon: { ...single['balloon'] },
    vcpuCount: { ...single['vcpu'] },
    vcpus: itemsOf('vcpu'),
    nets: itemsOf('net'),
    blocks: itemsOf('block'),
    iothreads: itemsOf('iothread'),
    others,
  } as DomainStats;
}

function entryOf(table: Table | undefined, wire: string, value: ParamValue): Item | undefined {
  for (const [key, [name, kind]] of Object.entries(table ?? {})) {
    if (name !== wire) continue;
    const fits = valueOf(kind, value);
    return fits === undefined ? undefined : { [key]: fits };
  }
  return undefined;
}

function valueOf(kind: Kind, value: ParamValue): ParamValue | undefined {
  if (typeof kind === 'object') return typeof value === 'number' ? nameOf(kind, value) : undefined;
  if (typeof value === kind) return value;
  if (kind === 'bigint' && typeof value === 'number' && Number.isInteger(value)) return BigInt(value);
  if (kind === 'number' && typeof value === 'bigint' && value <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(value);
  return undefined;
}
