import { setImmediate } from 'node:timers/promises';
import { VirtError } from '@tsvirt/util';
import { QemuDomain } from '../domain/qemu-domain.js';
import type { QemuHost } from '../host.js';
import { storedDefinition } from './stored-definition.js';
import { parseStatus } from './status-file.js';
import { takeBack } from './take-back.js';

/** How long start-up waits for guests whose monitors don't answer. They are taken back later, or ended by whoever asks. */
const patienceMs = 2_000;

/**
 * Learns which definitions there are, then takes back the guests that run. A file that cannot be read is reported and
 * stays; one whose fault lies further down is, once the rest of it is read.
 */
export async function loadState(host: QemuHost): Promise<void> {
  const [definitions, statuses] = await Promise.all([
    host.definitions.load(storedDefinition),
    host.statuses.load(parseStatus),
  ]);
  for (const { path, error } of [...definitions.broken, ...statuses.broken])
    host.log.error(`${path} is left as it is: ${firstLine(error.message)}`);
  for (const [name, stored] of definitions.documents) {
    const { uuid, read } = stored;
    const twin = host.domains.withUuid(uuid);
    if (stored.name !== name) host.log.error(`definition '${name}' is left as it is: it is of domain '${stored.name}'`);
    else if (twin !== undefined) host.log.error(`definition '${name}' is left as it is: '${twin.name}' has its uuid`);
    else host.domains.add(new QemuDomain({ uuid, name, config: read }));
  }
  const autostart = new Set(await host.definitions.autostartNames());
  for (const domain of host.domains) domain.autostart = autostart.has(domain.name);
  const all = Promise.all([...statuses.documents.values()].map(status => takeBack(host, status)));
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>(resolve => (timer = setTimeout(resolve, patienceMs)));
  try {
    await Promise.race([all, patience]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Reads the rest of the definitions, one at a time between other work, so that what is broken is known before somebody
 * stumbles over it.
 */
export async function readDefinitions(host: QemuHost): Promise<void> {
  for (const domain of host.domains) {
    await setImmediate();
    if (host.stopped || host.context.signal.aborted) return;
    try {
      void domain.config;
    } catch (reason) {
      const path = host.definitions.pathOf(domain.name);
      host.log.error(`${path} is left as it is: ${firstLine(VirtError.wrap(reason, 'QEMU').message)}`);
      domain.config = undefined;
      if (!domain.isActive) host.domains.remove(domain);
    }
  }
}

/** Errors in documents go on with the text in question, which may be anything. */
function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? '';
}
