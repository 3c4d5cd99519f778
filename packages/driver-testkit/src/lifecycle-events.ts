import type { DomainTraits } from './options.js';

/** What is told of a start. */
export function bootEvents({ bootEvents: events = ['started booted'] }: DomainTraits): readonly string[] {
  return events;
}

/** What is told of a start in paused state. */
export function pausedBootEvents(traits: DomainTraits): readonly string[] {
  return traits.pausedBootEvents ?? ['started booted', 'suspended paused'];
}

/** What is told of a guest that is ended by its host. */
export function destroyEvents({ destroyEvents: events = ['stopped destroyed'] }: DomainTraits): readonly string[] {
  return events;
}
