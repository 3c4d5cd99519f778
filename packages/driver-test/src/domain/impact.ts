import {
  changeDefinitions as changed,
  type Definitions,
  type Impact,
  impactOf as impactOfFlags,
} from '@tsvirt/conf/store';
import { DomainModificationImpact } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import type { Definition } from './definition.js';
import type { TestDomain } from './test-domain.js';

const { live: liveFlag, config: configFlag } = DomainModificationImpact;

/** The flags of calls that choose between the live and the persistent definition. */
export const impactFlags = liveFlag | configFlag;

/**
 * What the flags mean for this domain: without any, the definition in force.
 * @throws VirtError OPERATION_INVALID for the live definition of a guest that does not run, or for the configuration of a
 * transient domain
 */
export function impactOf(domain: TestDomain, flags: number): Impact {
  return impactOfFlags(flags, definitionsOf(domain), 'domain', 'DOMAIN');
}

/** Refuses flags that name both definitions. @throws VirtError INVALID_ARG */
export function checkOneDefinition(flags: number): void {
  if ((flags & impactFlags) !== impactFlags) return;
  const detail = 'the flags for the live and for the persistent definition exclude each other';
  throw new VirtError('INVALID_ARG', 'DOMAIN', detail);
}

/**
 * The one definition that a getter reads.
 * @throws VirtError as `impactOf`; INVALID_ARG when the flags name both
 */
export function definitionFor(domain: TestDomain, flags: number): Definition {
  checkOneDefinition(flags);
  return impactOf(domain, flags).live ? domain.definition : domain.persistentDefinition;
}

/**
 * Changes the definitions that the flags choose: all of them or, when `change` throws for one, none.
 * @throws VirtError as `impactOf`, and what `change` throws
 */
export function changeDefinitions(
  domain: TestDomain,
  flags: number,
  change: (definition: Definition) => Definition,
): void {
  const { live, config } = changed(definitionsOf(domain), impactOf(domain, flags), change);
  if (live !== undefined) domain.definition = live;
  if (config === undefined) return;
  if (domain.isActive) domain.nextDefinition = config;
  else domain.definition = config;
}

/**
 * Changes the one definition that the flags choose.
 * @throws VirtError as `changeDefinitions`; INVALID_ARG when the flags name both
 */
export function changeOneDefinition(
  domain: TestDomain,
  flags: number,
  change: (definition: Definition) => Definition,
): void {
  checkOneDefinition(flags);
  changeDefinitions(domain, flags, change);
}

function definitionsOf({
  isActive,
  persistent,
  definition,
  persistentDefinition,
}: TestDomain): Definitions<Definition> {
  return { isActive, isPersistent: persistent, current: definition, inactive: persistentDefinition };
}
