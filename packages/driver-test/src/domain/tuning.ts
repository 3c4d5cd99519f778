import type { TypedParam } from '@tsvirt/core/protocol';
import type { TestHost } from '../host/test-host.js';
import type { Definition } from './definition.js';
import { changeDefinitions, impactOf } from './impact.js';
import type { TestDomain } from './test-domain.js';

/**
 * Changes how a guest is tuned, live, in the configuration or both, and tells in `domainTunable` of a running guest's.
 * @param told what the event says; empty: there is none
 * @throws VirtError as `changeDefinitions`
 */
export function tune(
  host: TestHost,
  domain: TestDomain,
  flags: number,
  change: (definition: Definition) => Definition,
  told: readonly TypedParam[],
): void {
  const { live } = impactOf(domain, flags);
  changeDefinitions(domain, flags, change);
  if (live && told.length > 0 && host.events.wanted('domainTunable'))
    host.events.emit('domainTunable', { dom: domain.reference, params: told });
}

/** The name of what is tuned one by one: `cputune.vcpupin3`. */
export function numbered(name: string, number: number): string {
  return name.replace('%u', String(number));
}
