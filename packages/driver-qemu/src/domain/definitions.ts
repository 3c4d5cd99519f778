import { formatDomain } from '@tsvirt/conf';
import { VirtError } from '@tsvirt/util';
import type { Guest } from '../definition.js';
import type { QemuHost } from '../host.js';
import { withNotice } from '../state/status-file.js';
import { emitLifecycle } from './moves.js';
import { QemuDomain } from './qemu-domain.js';

/**
 * The domain that a document is about, if there is one already.
 * @throws OPERATION_FAILED when name and uuid are those of two different domains
 */
export function domainOf(host: QemuHost, { uuid, name }: Guest): QemuDomain | undefined {
  const known = host.domains.withUuid(uuid);
  if (known !== undefined) {
    if (known.name === name) return known;
    throw new VirtError(
      'OPERATION_FAILED',
      'QEMU',
      `domain '${known.name}' is already defined with uuid ${known.uuid}`,
    );
  }
  const other = host.domains.withName(name);
  if (other === undefined) return undefined;
  throw new VirtError('OPERATION_FAILED', 'QEMU', `domain '${name}' already exists with uuid ${other.uuid}`);
}

/** Writes a persistent definition to disk. */
export async function saveDefinition(host: QemuHost, definition: Guest): Promise<void> {
  const xml = formatDomain(definition, { secure: true, inactive: true });
  await host.definitions.write(definition.name, withNotice(definition.name, xml));
}

/** Makes a definition the persistent one of its domain, and tells. */
export async function define(host: QemuHost, definition: Guest): Promise<QemuDomain> {
  const known = domainOf(host, definition);
  const isNew = known?.config === undefined;
  const domain = known ?? new QemuDomain({ uuid: definition.uuid, name: definition.name, config: definition });
  // Name and uuid are taken while the file is being written: others may define the same at once.
  if (known === undefined) host.domains.add(domain);
  try {
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
  if (domain.isActive) domain.config = undefined;
  else host.domains.remove(domain);
}
