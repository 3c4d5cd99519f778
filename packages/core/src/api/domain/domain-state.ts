import { DomainState, domainStateReasons as reasons } from '../../protocol/enums/index.js';
import { nameOf, type NameOf } from '../flag-options.js';

type Report<S extends keyof typeof reasons> = {
  readonly [K in S]: { readonly state: K; readonly reason: NameOf<(typeof reasons)[K]> };
}[S];

/** What a domain is doing, and why. Looking at `state` narrows `reason`. */
export type DomainStateReport =
  | Report<keyof typeof reasons>
  | { readonly state: `#${number}`; readonly reason: `#${number}` };

/** State and reason out of their numbers. */
export function stateReport(state: number, reason: number): DomainStateReport {
  const name = nameOf(DomainState, state);
  if (!isKnown(name)) return { state: `#${state}`, reason: `#${reason}` };
  // The reason's table is the one that stands under the state's name.
  return { state: name, reason: nameOf(reasons[name], reason) } as DomainStateReport;
}

function isKnown(name: string): name is keyof typeof reasons {
  return Object.hasOwn(reasons, name);
}
