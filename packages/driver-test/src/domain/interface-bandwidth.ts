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

/** An interface with these limits; an average of 0 takes away all limits of its direction. */
export function withBandwidthParams(nic: Interface, params: readonly TypedParam[]): Interface {
  const rates = { inbound: new Map<string, bigint>(), outbound: new Map<string, bigint>() };
  for (const entry of order) {
    const given = params.find(({ field }) => field === entry.param)?.value;
    const rate = given?.type === 'uint' ? BigInt(given.value) : rateOf(nic.bandwidth, entry);
    if (rate !== undefined && rate > 0n) rates[entry.side].set(entry.key, rate);
  }
  const cleared = (field: string): boolean =>
    params.some(param => param.field === field && param.value.type === 'uint' && param.value.value === 0);
  if (cleared(DomainBandwidthParam.inAverage)) rates.inbound.clear();
  if (cleared(DomainBandwidthParam.outAverage)) rates.outbound.clear();
  const limited = (side: Map<string, bigint>): boolean => side.has('average') || side.has('floor');
  const { classId } = nic.bandwidth ?? {};
  const bandwidth: Bandwidth = {
    ...(classId === undefined ? {} : { classId }),
    ...(limited(rates.inbound) ? { inbound: Object.fromEntries(rates.inbound) } : {}),
    ...(limited(rates.outbound) ? { outbound: Object.fromEntries(rates.outbound) } : {}),
  };
  const { bandwidth: _old, ...rest } = nic;
  return Object.keys(bandwidth).length === 0 ? rest : { ...rest, bandwidth };
}

function rateOf(bandwidth: Bandwidth | undefined, { side, key }: (typeof order)[number]): bigint | undefined {
  if (side === 'inbound') return bandwidth?.inbound?.[key];
  return bandwidth?.outbound?.[key];
}
