import { domainEventDetails as details, DomainEventType } from '../../protocol/enums/index.js';
import type { Domain } from './domain.js';
import { nameOf, type NameOf } from '../flag-options.js';

type Step<E extends keyof typeof details> = {
  readonly [K in E]: { readonly event: K; readonly detail: NameOf<(typeof details)[K]> };
}[E];

/** A step of a domain's life, and how it came. Looking at `event` narrows `detail`. */
export type DomainLifecycleStep =
  | Step<keyof typeof details>
  | { readonly event: `#${number}`; readonly detail: `#${number}` };

/** A step of a domain's life, and whose. */
export type DomainLifecycleEvent = DomainLifecycleStep & { readonly domain: Domain };

/** Event and detail out of their numbers. */
export function lifecycleOf(event: number, detail: number): DomainLifecycleStep {
  const name = nameOf(DomainEventType, event);
  if (!isKnown(name)) return { event: `#${event}`, detail: `#${detail}` };
  // The detail's table is the one that stands under the event's name.
  return { event: name, detail: nameOf(details[name], detail) } as DomainLifecycleStep;
}

function isKnown(name: string): name is keyof typeof details {
  return Object.hasOwn(details, name);
}
