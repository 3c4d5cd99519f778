import { domainEventDetails, DomainEventType, DomainState, domainStateReasons } from '@tsvirt/core/protocol';

type Numbers = Readonly<Record<string, number>>;

const reasons: Readonly<Record<string, Numbers>> = domainStateReasons;
const details: Readonly<Record<string, Numbers>> = domainEventDetails;

/** A state with its reason in words: `running booted`. */
export function stateName({ state, reason }: { readonly state: number; readonly reason: number }): string {
  const name = nameIn(DomainState, state);
  return `${name} ${nameIn(reasons[name] ?? {}, reason)}`;
}

/** A lifecycle event in words: `started booted`. */
export function lifecycleName({ event, detail }: { readonly event: number; readonly detail: number }): string {
  const name = nameIn(DomainEventType, event);
  return `${name} ${nameIn(details[name] ?? {}, detail)}`;
}

function nameIn(numbers: Numbers, wanted: number): string {
  return Object.entries(numbers).find(([, number]) => number === wanted)?.[0] ?? String(wanted);
}
