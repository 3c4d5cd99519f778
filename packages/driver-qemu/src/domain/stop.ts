import { rm } from 'node:fs/promises';
import type { CallerConnection } from '@tsvirt/core/contract';
import { VirtError } from '@tsvirt/util';
import type { QemuHost } from '../host.js';
import type { Change } from '../lifecycle.js';
import { endProcess } from '../process/guest-process.js';
import { noDomain, requireActive } from './domain-registry.js';
import { releasePorts } from './listeners.js';
import { moveTo } from './moves.js';
import { disconnectNics } from './nic-backends.js';
import type { LivePart, QemuDomain, Running } from './qemu-domain.js';

/**
 * Ends a guest's process and waits until everybody was told.
 * @param graceful the process gets only the polite signal; one that doesn't heed it goes on
 */
export async function destroy(
  domain: Running,
  ending: NonNullable<LivePart['ending']>,
  options: { readonly graceful?: boolean; readonly signal?: AbortSignal } = {},
): Promise<void> {
  const { live } = domain;
  const before = live.ending;
  live.ending = ending;
  try {
    const guest = live.process ?? live.unreached;
    if (guest !== undefined) await endProcess(guest, options);
  } catch (reason) {
    live.ending = before;
    throw reason;
  }
  await live.gone.promise;
}

/**
 * Ends a running guest in its turn, but not in line behind a job that may wait for a monitor which never answers: such
 * a job ends with the process.
 * @throws OPERATION_INVALID when it has ended meanwhile
 */
export async function destroyInTurn(
  domain: Running,
  options: { readonly graceful?: boolean; readonly signal?: AbortSignal } = {},
): Promise<void> {
  const { process, unreached, ending } = domain.live;
  const holder = domain.jobs.current;
  if (holder !== undefined && holder.kind !== 'destroy' && ending === undefined && (process ?? unreached) !== undefined)
    return destroy(domain, 'destroy', options);
  await using _job = await domain.jobs.begin('destroy', options.signal);
  requireActive(domain);
  await destroy(domain, 'destroy', options);
}

/** Has this life of a guest end when a client's connection does. */
export function endWith(connection: CallerConnection, domain: Running): void {
  const { live } = domain;
  live.outlive = connection.whenOver(async () => {
    if (domain.live === live) await destroyInTurn(domain);
  });
}

/** What the end of a process was, by what was known before. */
function changeOf(domain: QemuDomain, ending: LivePart['ending']): Change {
  if (ending !== undefined) return ending;
  if (domain.phase.state === 'shutdown') return 'finish';
  return domain.phase.state === 'crashed' ? 'crash' : 'fail';
}

/** The guest's process has gone: takes away what it had and says so. Runs once for each life of a guest. */
export async function processEnded(host: QemuHost, domain: QemuDomain, live: LivePart): Promise<void> {
  if (domain.live !== live) return;
  live.outlive?.();
  releasePorts(host, live.definition.devices.graphics);
  await disconnectNics(host, live.definition);
  try {
    // While the guest counts as running nobody starts it again, so the files are surely this life's.
    await removeFiles(live);
  } catch (reason) {
    host.log.warn(`domain '${domain.name}': its files stay: ${VirtError.wrap(reason, 'QEMU').message}`);
  }
  try {
    await moveTo(host, domain, changeOf(domain, live.ending));
  } finally {
    if (!domain.isPersistent) host.domains.remove(domain);
    live.gone.resolve();
  }
}

/** Removes what only a running guest has on disk. */
export async function removeFiles({ files }: LivePart): Promise<void> {
  await Promise.all([
    rm(files.folder, { recursive: true, force: true }),
    rm(files.channels, { recursive: true, force: true }),
    rm(files.pid, { force: true }),
  ]);
}

/**
 * Waits until the last life of a domain is over: its end told, its files gone. The caller holds the domain's job.
 * @throws OPERATION_INVALID while the domain runs; NO_DOMAIN for a transient one that has gone with its guest
 */
export async function requireInactive(host: QemuHost, domain: QemuDomain): Promise<void> {
  if (!domain.isActive) await domain.settled();
  if (domain.isActive) throw new VirtError('OPERATION_INVALID', 'QEMU', 'domain is already running');
  if (host.domains.withUuid(domain.uuid) !== domain) throw noDomain(domain);
}
