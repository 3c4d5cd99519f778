import { formatDomain } from '@tsvirt/conf/domain';
import { withNotice } from '@tsvirt/conf/store';
import { VirtError } from '@tsvirt/util';
import type { Guest } from '../definition.js';
import type { QemuHost } from '../host.js';
import { noDomain } from './domain-registry.js';
import { emitLifecycle } from './moves.js';
import { QemuDomain } from './qemu-domain.js';

/**
 * Does something to the domain that a document is about, and begins anew when that domain is removed while this waits
 * for it: the document may then be a new domain's.
 */
export async function withDomainOf<T>(
  host: QemuHost,
  definition: Guest,
  work: (known: QemuDomain | undefined) => Promise<T>,
): Promise<T> {
  for (;;) {
    const known = host.domains.match(definition);
    try {
      return await work(known);
    } catch (reason) {
      const isGone = known !== undefined && host.domains.withUuid(known.uuid) !== known;
      if (!isGone || !VirtError.is(reason) || reason.code !== 'NO_DOMAIN') throw reason;
    }
  }
}

/** Whoever has waited for a domain's job asks again whose the document is: it may have got another name, or gone. */
export function requireStillOf(host: QemuHost, domain: QemuDomain, definition: Guest): void {
  if (host.domains.match(definition) !== domain) throw noDomain(definition);
}

/** Writes a persistent definition to disk. */
export async function saveDefinition(host: QemuHost, definition: Guest): Promise<void> {
  const xml = formatDomain(definition, { secure: true, inactive: true });
  await host.definitions.write(definition.name, withNotice(`edit ${definition.name}`, xml));
}

/** Makes a definition the persistent one of its domain, and tells. */
export function define(host: QemuHost, definition: Guest, signal: AbortSignal): Promise<QemuDomain> {
  return withDomainOf(host, definition, known => defineOn(host, known, definition, signal));
}

async function defineOn(
  host: QemuHost,
  known: QemuDomain | undefined,
  definition: Guest,
  signal: AbortSignal,
): Promise<QemuDomain> {
  if (signal.aborted) throw VirtError.aborted(signal.reason, 'QEMU');
  const domain = known ?? new QemuDomain({ uuid: definition.uuid, name: definition.name, config: definition });
  // Before anybody else can see a new domain, so that nobody forgets it while its file is being written.
  const job = domain.jobs.begin('modify', signal);
  // Name and uuid are taken while the file is being written: others may define the same at once.
  if (known === undefined) host.domains.add(domain);
  await using _job = await job;
  const isNew = known?.isPersistent !== true;
  try {
    requireStillOf(host, domain, definition);
    await saveDefinition(host, definition);
  } catch (reason) {
    if (known === undefined) host.domains.remove(domain);
    throw reason;
  }
  domain.config = definition;
  emitLifecycle(host, domain, ['defined', isNew ? 'added' : 'updated']);
  return domain;
}

/** Forgets a persistent definition; a guest that runs goes on as a transient one. */
export async function undefine(host: QemuHost, domain: QemuDomain): Promise<void> {
  await host.definitions.remove(domain.name);
  emitLifecycle(host, domain, ['undefined', 'removed']);
  domain.autostart = false;
  domain.config = undefined;
  if (!domain.isActive) host.domains.remove(domain);
}
