import { DomainSchedulerParam, type TypedParam } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { type ParamTypes, uint64 } from '../host/typed-params.js';
import type { Definition } from './definition.js';

/** How the guest's threads share the host's CPUs, in the order in which QEMU's driver reports it; times in µs. */
const order = [
  { param: 'cpuShares', key: 'shares', kind: 'shares' },
  { param: 'vcpuPeriod', key: 'period', kind: 'period' },
  { param: 'vcpuQuota', key: 'quota', kind: 'quota' },
  { param: 'emulatorPeriod', key: 'emulatorPeriod', kind: 'period' },
  { param: 'emulatorQuota', key: 'emulatorQuota', kind: 'quota' },
  { param: 'globalPeriod', key: 'globalPeriod', kind: 'period' },
  { param: 'globalQuota', key: 'globalQuota', kind: 'quota' },
  { param: 'iothreadPeriod', key: 'iothreadPeriod', kind: 'period' },
  { param: 'iothreadQuota', key: 'iothreadQuota', kind: 'quota' },
] as const;

/** What the kernel gives a running guest that asks for nothing; a quota of -1 is no limit. */
const unasked = { shares: 1024n, period: 100_000n, quota: -1n } as const;

/** The least and the most that can be asked for. */
const ranges = {
  shares: undefined,
  period: [1000n, 1_000_000n],
  quota: [1000n, 17_592_186_044_415n],
} as const;

/** How many scheduler parameters there are. */
export const schedulerParamCount: number = order.length;

/** Types of the scheduler's parameters. */
export const schedulerTypes: ParamTypes = Object.fromEntries(
  order.map(({ param, kind }) => [DomainSchedulerParam[param], kind === 'quota' ? 'llong' : 'ullong']),
);

/**
 * The scheduler's parameters of a definition.
 * @param isLive whether the guest runs with it: then what it does not say is what the kernel gives, else 0
 */
export function schedulerParams({ cputune }: Definition, isLive: boolean): TypedParam[] {
  return order.map(({ param, key, kind }) => {
    const value = cputune?.[key] ?? (isLive ? unasked[kind] : 0n);
    const field = DomainSchedulerParam[param];
    return kind === 'quota' ? { field, value: { type: 'llong', value } } : uint64(field, value);
  });
}

/**
 * The definition with these parameters; a period or quota of 0 takes it away.
 * @throws VirtError INVALID_ARG for a period or quota out of range
 */
export function withSchedulerParams(definition: Definition, params: readonly TypedParam[]): Definition {
  let cputune = definition.cputune ?? {};
  for (const { param, key, kind } of order) {
    const field = DomainSchedulerParam[param];
    const given = params.find(candidate => candidate.field === field)?.value;
    if (given?.type !== 'ullong' && given?.type !== 'llong') continue;
    const { value } = given;
    const [least, most] = ranges[kind] ?? [value, value];
    if ((value > 0n && value < least) || value > most)
      throw new VirtError('INVALID_ARG', 'TEST', `value of '${field}' is out of range [${least}, ${most}]`);
    const { [key]: _old, ...others } = cputune;
    cputune = kind !== 'shares' && value === 0n ? others : { ...others, [key]: value };
  }
  return { ...definition, cputune };
}
