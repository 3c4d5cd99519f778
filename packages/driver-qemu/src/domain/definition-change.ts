import { type Impact, impactOf } from '@tsvirt/conf/store';
import type { Call } from '@tsvirt/core/contract';
import type { Guest } from '../definition.js';
import type { QemuHost } from '../host.js';
import { saveDefinition } from './definitions.js';
import { type DomainReference, requireActive } from './domain-registry.js';
import type { QemuDomain, Running } from './qemu-domain.js';

/** What a call changes; which of the two it reaches is in its flags. */
export interface DefinitionChange {
  /** What is against it whatever the definitions are; throw to refuse. */
  readonly check?: (impact: Impact) => void;
  /** Works out the persistent definition as it shall be; throw to refuse. */
  readonly config: (definition: Guest) => Guest | Promise<Guest>;
  /** Changes the guest that runs, its live definition and its status file. */
  readonly live: (domain: Running) => Promise<void>;
}

/**
 * Changes what the flags of a call are about: the running guest, the definition for the next time, or both. The guest is
 * left alone unless the other change is known to be possible, and the definition is on disk before the call is answered.
 * @throws OPERATION_INVALID for a guest that doesn't run, or the definition of a transient one; what `change` throws
 */
export async function changeDomain(
  host: QemuHost,
  reference: DomainReference,
  flags: number,
  call: Pick<Call, 'signal'>,
  change: DefinitionChange,
): Promise<QemuDomain> {
  const domain = host.domains.find(reference);
  await using _job = await domain.jobs.begin('modify', call.signal);
  const impact = impactOf(flags, domain, 'domain', 'QEMU');
  change.check?.(impact);
  const config = impact.config ? await change.config(domain.inactive) : undefined;
  if (impact.live) {
    requireActive(domain);
    await change.live(domain);
  }
  if (config !== undefined) {
    await saveDefinition(host, config);
    domain.config = config;
  }
  return domain;
}
