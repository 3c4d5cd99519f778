import { DomainIOThreadParam, type TypedParam } from '@tsvirt/core/protocol';
import type { ParamTypes } from '../host/typed-params.js';

/** How an I/O thread polls before it sleeps: the longest time in nanoseconds, and how that time grows and shrinks. */
export interface Polling {
  readonly maxNs: bigint;
  readonly grow: number;
  readonly shrink: number;
}

/** A thread that nobody has told otherwise. */
export const usualPolling: Polling = { maxNs: 32_768n, grow: 0, shrink: 0 };

/** Types of the parameters that say it. */
export const pollingTypes: ParamTypes = {
  [DomainIOThreadParam.pollMaxNs]: 'ullong',
  [DomainIOThreadParam.pollGrow]: 'uint',
  [DomainIOThreadParam.pollShrink]: 'uint',
};

/** The polling with what the parameters change. */
export function changedPolling(old: Polling, params: readonly TypedParam[]): Polling {
  const given = (field: string): TypedParam['value'] | undefined => params.find(param => param.field === field)?.value;
  const maxNs = given(DomainIOThreadParam.pollMaxNs);
  const grow = given(DomainIOThreadParam.pollGrow);
  const shrink = given(DomainIOThreadParam.pollShrink);
  return {
    maxNs: maxNs?.type === 'ullong' ? maxNs.value : old.maxNs,
    grow: grow?.type === 'uint' ? grow.value : old.grow,
    shrink: shrink?.type === 'uint' ? shrink.value : old.shrink,
  };
}
