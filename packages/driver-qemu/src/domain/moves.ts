import { VirtError } from '@tsvirt/util';
import type { QemuHost } from '../host.js';
import { type Change, eventNumbers, type LifecycleEvent, lifecycle, type Transition } from '../lifecycle.js';
import { formatStatus } from '../state/status-file.js';
import type { QemuDomain } from './qemu-domain.js';

/**
 * Changes a guest's state: sets it, writes it down, and tells. Nothing else does any of the three, and in this order a
 * crash in between leaves a file from which the next daemon sees what happened.
 * @throws OPERATION_INVALID when the change can't happen in the present state
 */
export async function moveTo(host: QemuHost, domain: QemuDomain, change: Change): Promise<void> {
  const transition: Transition = lifecycle[change];
  if (!transition.from.includes(domain.phase.state)) {
    throw new VirtError(
      'OPERATION_INVALID',
      'QEMU',
      `domain '${domain.name}' is ${domain.phase.state}: '${change}' does not apply`,
    );
  }
  domain.phase = transition.to;
  if (transition.to.state === 'shutoff') {
    host.domains.deactivate(domain);
    await host.statuses.remove(domain.name);
  } else {
    await saveStatus(host, domain);
  }
  for (const event of transition.events) emitLifecycle(host, domain, event);
}

/** Writes a running guest's status file. */
export async function saveStatus(host: QemuHost, domain: QemuDomain): Promise<void> {
  const { live } = domain;
  if (live === undefined) return;
  const { id, definition, files, process, rebootPending, vcpuThreads, balloonKiB } = live;
  const text = formatStatus({
    phase: domain.phase,
    id,
    definition,
    files,
    process,
    rebootPending,
    vcpuThreads,
    balloonKiB,
  });
  await host.statuses.write(domain.name, text);
}

export function emitLifecycle(host: QemuHost, domain: QemuDomain, event: LifecycleEvent): void {
  host.emit('domainLifecycle', { dom: domain.reference, ...eventNumbers(event) });
}
