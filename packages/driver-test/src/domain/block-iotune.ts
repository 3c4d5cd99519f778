import { DomainBlockIOTuneParam, type TypedParam } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { type ParamTypes, textParam, uint64 } from '../host/typed-params.js';
import type { Disk } from './device-lookup.js';

type Iotune = NonNullable<Disk['iotune']>;
type RateKey = Exclude<keyof Iotune & keyof typeof DomainBlockIOTuneParam, 'groupName'>;

/** The limits of a disk's throughput, in the order in which they are reported. */
const order = [
  'totalBytesSec',
  'readBytesSec',
  'writeBytesSec',
  'totalIopsSec',
  'readIopsSec',
  'writeIopsSec',
  'totalBytesSecMax',
  'readBytesSecMax',
  'writeBytesSecMax',
  'totalIopsSecMax',
  'readIopsSecMax',
  'writeIopsSecMax',
  'sizeIopsSec',
  'groupName',
  'totalBytesSecMaxLength',
  'readBytesSecMaxLength',
  'writeBytesSecMaxLength',
  'totalIopsSecMaxLength',
  'readIopsSecMaxLength',
  'writeIopsSecMaxLength',
] as const satisfies readonly (RateKey | 'groupName')[];

/** Types of the parameters that a disk's limits have. */
export const iotuneTypes: ParamTypes = Object.fromEntries(
  order.map(key => [DomainBlockIOTuneParam[key], key === 'groupName' ? 'string' : 'ullong']),
);

/** The highest limit that there is. */
const mostThrottled = 1_000_000_000_000_000n;

/** A disk's limits as parameters; 0 is none. */
export function iotuneParams(iotune: Iotune | undefined): TypedParam[] {
  return order.map(key =>
    key === 'groupName'
      ? textParam(DomainBlockIOTuneParam.groupName, iotune?.groupName ?? '')
      : uint64(DomainBlockIOTuneParam[key], iotune?.[key] ?? 0n),
  );
}

/** Limits that are replaced together on hosts that do as QEMU's driver. */
const groups = ['BytesSec', 'IopsSec', 'BytesSecMax', 'IopsSecMax', 'BytesSecMaxLength', 'IopsSecMaxLength'].map(
  unit => (key: string) => ['total', 'read', 'write'].some(side => key === `${side}${unit}`),
);

/**
 * As `withIotuneParams`, as QEMU's driver does it: a limit replaces those of its group (in total, of reading, of writing),
 * and needs no burst rate beside it.
 * @throws VirtError as `withIotuneParams`; CONFIG_UNSUPPORTED for a burst rate below its limit or without one
 */
export function withIotuneGroups(iotune: Iotune | undefined, params: readonly TypedParam[]): Iotune {
  const isGiven = (key: string): boolean =>
    order.some(name => name === key && params.some(({ field }) => field === DomainBlockIOTuneParam[name]));
  const replaced = groups.filter(inGroup => order.some(key => inGroup(key) && isGiven(key)));
  const kept = Object.fromEntries(
    Object.entries(iotune ?? {}).filter(([key]) => !replaced.some(inGroup => inGroup(key))),
  );
  return limitsAfter(kept, params, checkBursts);
}

/**
 * A disk's limits after these parameters; a limit of 0 takes it away.
 * @throws VirtError INVALID_ARG for limits that contradict each other, ARGUMENT_UNSUPPORTED for one that is too high
 */
export function withIotuneParams(iotune: Iotune | undefined, params: readonly TypedParam[]): Iotune {
  return limitsAfter(iotune, params, checkMockBursts);
}

type RateCheck = (rates: ReadonlyMap<RateKey, bigint>) => void;

function limitsAfter(iotune: Iotune | undefined, params: readonly TypedParam[], checkBurstRates: RateCheck): Iotune {
  for (const { value } of params)
    if (value.type === 'ullong' && value.value > mostThrottled)
      throw new VirtError('ARGUMENT_UNSUPPORTED', 'TEST', `a limit must not be above ${mostThrottled}`);
  const rates = new Map<RateKey, bigint>();
  let groupName = iotune?.groupName;
  for (const key of order) {
    const given = params.find(({ field }) => field === DomainBlockIOTuneParam[key])?.value;
    if (key === 'groupName') {
      if (given?.type === 'string') groupName = given.value;
      continue;
    }
    const rate = given?.type === 'ullong' ? given.value : (iotune?.[key] ?? 0n);
    if (rate > 0n) rates.set(key, rate);
  }
  checkTotals(rates);
  checkBurstRates(rates);
  const named = groupName === undefined || groupName === '' ? {} : { groupName };
  return { ...Object.fromEntries(rates), ...named };
}

function checkTotals(rates: ReadonlyMap<RateKey, bigint>): void {
  for (const [unit, keys] of [
    ['bytes_sec', ['totalBytesSec', 'readBytesSec', 'writeBytesSec']],
    ['iops_sec', ['totalIopsSec', 'readIopsSec', 'writeIopsSec']],
    ['bytes_sec_max', ['totalBytesSecMax', 'readBytesSecMax', 'writeBytesSecMax']],
    ['iops_sec_max', ['totalIopsSecMax', 'readIopsSecMax', 'writeIopsSecMax']],
  ] as const) {
    const [total, read, write] = keys;
    if (rates.has(total) && (rates.has(read) || rates.has(write)))
      throw new VirtError('INVALID_ARG', 'TEST', `total and read/write of ${unit} cannot be set at the same time`);
  }
}

/** Each rate with the one that it may have for a moment. */
const bursts = [
  ['totalBytesSec', 'totalBytesSecMax'],
  ['readBytesSec', 'readBytesSecMax'],
  ['writeBytesSec', 'writeBytesSecMax'],
  ['totalIopsSec', 'totalIopsSecMax'],
  ['readIopsSec', 'readIopsSecMax'],
  ['writeIopsSec', 'writeIopsSecMax'],
] as const;

/** The mock compares with the burst rate also when none is set: a rate alone is refused. */
function checkMockBursts(rates: ReadonlyMap<RateKey, bigint>): void {
  for (const [rate, burst] of bursts) {
    if ((rates.get(rate) ?? 0n) > (rates.get(burst) ?? 0n))
      throw new VirtError(
        'INVALID_ARG',
        'TEST',
        `${DomainBlockIOTuneParam[rate]} cannot be set higher than ${DomainBlockIOTuneParam[burst]}`,
      );
  }
}

function checkBursts(rates: ReadonlyMap<RateKey, bigint>): void {
  for (const [rate, burst] of bursts) {
    const most = rates.get(burst);
    if (most === undefined) continue;
    const usual = rates.get(rate);
    if (usual !== undefined && usual <= most) continue;
    const names = [DomainBlockIOTuneParam[burst], DomainBlockIOTuneParam[rate]] as const;
    const detail =
      usual === undefined ? `${names[0]} needs ${names[1]} beside it` : `${names[0]} is smaller than ${names[1]}`;
    throw new VirtError('CONFIG_UNSUPPORTED', 'TEST', detail);
  }
}
