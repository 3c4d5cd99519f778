import type { Bandwidth } from '@tsvirt/conf/domain';
import { NetworkPortBandwidthParam as Param, type TypedParam } from '@tsvirt/core/protocol';
import { checkParams, type ParamTypes, uint32 } from '../host/typed-params.js';

/** Each limit with the place where the document has it. */
const limits = [
  [Param.inAverage, 'inbound', 'average'],
  [Param.inPeak, 'inbound', 'peak'],
  [Param.inFloor, 'inbound', 'floor'],
  [Param.inBurst, 'inbound', 'burst'],
  [Param.outAverage, 'outbound', 'average'],
  [Param.outPeak, 'outbound', 'peak'],
  [Param.outBurst, 'outbound', 'burst'],
] as const;

const types: ParamTypes = Object.fromEntries(limits.map(([name]) => [name, 'uint']));

/** A port's limits as parameters: those of each direction that has any, 0 for none. */
export function bandwidthParams(bandwidth: Bandwidth | undefined): TypedParam[] {
  return limits.flatMap(([name, direction, limit]) => {
    const rates: Readonly<Record<string, bigint | undefined>> | undefined = bandwidth?.[direction];
    return rates === undefined ? [] : [uint32(name, Number(rates[limit] ?? 0n))];
  });
}

/**
 * The limits with some of them changed; 0 takes one away.
 * @throws VirtError INVALID_ARG for parameters that are none of a port
 */
export function changedBandwidth(
  bandwidth: Bandwidth | undefined,
  params: readonly TypedParam[],
): Bandwidth | undefined {
  checkParams(params, types);
  const given = new Map(params.map(({ field, value }) => [field, value.type === 'uint' ? BigInt(value.value) : 0n]));
  const rates = (direction: 'inbound' | 'outbound'): Record<string, bigint> | undefined => {
    const old: Readonly<Record<string, bigint | undefined>> = bandwidth?.[direction] ?? {};
    const all = limits.flatMap(([name, of, limit]) => {
      const rate = of === direction ? (given.get(name) ?? old[limit] ?? 0n) : 0n;
      return rate === 0n ? [] : ([[limit, rate]] as const);
    });
    return all.length === 0 ? undefined : Object.fromEntries(all);
  };
  const inbound = rates('inbound');
  const outbound = rates('outbound');
  return inbound === undefined && outbound === undefined ? undefined : { ...bandwidth, inbound, outbound };
}
