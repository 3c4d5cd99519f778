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

/**
 * A disk's limits after these parameters; a limit of 0 takes it away.
 * @throws VirtError INVALID_ARG for limits that contradict each other, ARGUMENT_UNSUPPORTED for one that is too high
 */
export function withIotuneParams(iotune: Iotune | undefined, params: readonly TypedParam[]): Iotune {
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
  checkRates(rates);
  const named = groupName === undefined || groupName === '' ? {} : { groupName };
  return { ...Object.fromEntries(rates), ...named };
}

function checkRates(rates: ReadonlyMap<RateKey, bigint>): void {
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
  for (const [rate, burst] of [
    ['totalBytesSec', 'totalBytesSecMax'],
    ['readBytesSec', 'readBytesSecMax'],
    ['writeBytesSec', 'writeBytesSecMax'],
    ['totalIopsSec', 'totalIopsSecMax'],
    ['readIopsSec', 'readIopsSecMax'],
    ['writeIopsSec', 'writeIopsSecMax'],
  ] as const) {
    // The mock compares with the burst rate also when none is set: a rate alone is refused.
    if ((rates.get(rate) ?? 0n) > (rates.get(burst) ?? 0n))
      throw new VirtError(
        'INVALID_ARG',
        'TEST',
        `${DomainBlockIOTuneParam[rate]} cannot be set higher than ${DomainBlockIOTuneParam[burst]}`,
      );
  }
}
