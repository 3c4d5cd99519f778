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
    await evenUnwritten(host, domain, host.statuses.remove(domain.name));
  } else if (change === 'launch') {
    await saveStatus(host, domain);
  } else {
    await noteStatus(host, domain);
  }
  for (const event of transition.events) emitLifecycle(host, domain, event);
}

/**
 * A change that has happened is told even where it cannot be written down (a full disk): the next daemon finds an older
 * state in the file, and asks QEMU for the true one. Only what has not begun yet is refused.
 */
async function evenUnwritten(host: QemuHost, domain: QemuDomain, writing: Promise<unknown>): Promise<void> {
  try {
    await writing;
  } catch (reason) {
    host.log.warn(`domain '${domain.name}': its status file is out of date: ${VirtError.wrap(reason, 'QEMU').message}`);
  }
}

/** As `saveStatus`, of what has happened already: a file that cannot be written is out of date, and no error of the call. */
export function noteStatus(host: QemuHost, domain: QemuDomain): Promise<void> {
  return evenUnwritten(host, domain, saveStatus(host, domain));
}

/** Writes a running guest's status file, before something happens that the next daemon must know of. */
export async function saveStatus(host: QemuHost, domain: QemuDomain): Promise<void> {
  const { live } = domain;
  if (live === undefined) return;
  const { id, definition, files, rebootPending, vcpuThreads, balloonKiB } = live;
  const text = formatStatus({
    phase: domain.phase,
    id,
    definition,
    files,
    process: live.process ?? live.unreached,
    rebootPending,
    vcpuThreads,
    balloonKiB,
  });
  await host.statuses.write(domain.name, text);
}

export function emitLifecycle(host: QemuHost, domain: QemuDomain, event: LifecycleEvent): void {
  host.emit('domainLifecycle', { dom: domain.reference, ...eventNumbers(event) });
}
