import { DomainBandwidthParam, type TypedParam } from '@tsvirt/core/protocol';
import { type ParamTypes, uint32 } from '../host/typed-params.js';
import type { Interface } from './device-lookup.js';

type Bandwidth = NonNullable<Interface['bandwidth']>;

const order = [
  { param: DomainBandwidthParam.inAverage, side: 'inbound', key: 'average' },
  { param: DomainBandwidthParam.inPeak, side: 'inbound', key: 'peak' },
  { param: DomainBandwidthParam.inBurst, side: 'inbound', key: 'burst' },
  { param: DomainBandwidthParam.inFloor, side: 'inbound', key: 'floor' },
  { param: DomainBandwidthParam.outAverage, side: 'outbound', key: 'average' },
  { param: DomainBandwidthParam.outPeak, side: 'outbound', key: 'peak' },
  { param: DomainBandwidthParam.outBurst, side: 'outbound', key: 'burst' },
] as const;

/** Types of the parameters that an interface's limits have. */
export const bandwidthTypes: ParamTypes = Object.fromEntries(order.map(({ param }) => [param, 'uint']));

/** An interface's limits as parameters; 0 is none. */
export function bandwidthParams(bandwidth: Bandwidth | undefined): TypedParam[] {
  return order.map(entry => uint32(entry.param, Number(rateOf(bandwidth, entry) ?? 0n)));
}

/**
 * An interface with these limits. A direction is replaced as a whole when its average, or inbound its floor, is given,
 * and taken away when they are 0; a peak or a burst alone changes nothing.
 */
export function withBandwidthParams(nic: Interface, params: readonly TypedParam[]): Interface {
  const sides = {
    inbound: changedSide(nic.bandwidth?.inbound, 'inbound', params),
    outbound: changedSide(nic.bandwidth?.outbound, 'outbound', params),
  };
  const { inbound, outbound, ...others } = { ...nic.bandwidth, ...sides };
  return {
    ...nic,
    bandwidth: {
      ...others,
      // Limits that limit nothing leave their element in the document.
      ...(inbound !== undefined || outbound === undefined ? { inbound: inbound ?? {} } : {}),
      ...(outbound !== undefined ? { outbound } : {}),
    },
  };
}

type Rates = Readonly<Record<string, bigint>>;

function changedSide<T extends object>(
  old: T | undefined,
  side: 'inbound' | 'outbound',
  params: readonly TypedParam[],
): T | Rates | undefined {
  const given = new Map<string, bigint>();
  for (const entry of order) {
    const value = entry.side === side ? params.find(({ field }) => field === entry.param)?.value : undefined;
    if (value?.type === 'uint') given.set(entry.key, BigInt(value.value));
  }
  if (!given.has('average') && !given.has('floor')) return old;
  const limits = [...given].filter(([, rate]) => rate > 0n);
  return limits.some(([key]) => key === 'average' || key === 'floor') ? Object.fromEntries(limits) : undefined;
}

function rateOf(bandwidth: Bandwidth | undefined, { side, key }: (typeof order)[number]): bigint | undefined {
  if (side === 'inbound') return bandwidth?.inbound?.[key];
  return bandwidth?.outbound?.[key];
}
