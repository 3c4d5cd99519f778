import type { QemuHost } from '../host.js';
import { moveTo, noteStatus } from './moves.js';
import type { Running } from './qemu-domain.js';

/**
 * The second half of a reboot by ACPI: the guest has powered off and stands still; it is reset and set running again.
 * To callers it never stopped: no state changes, and the events are those of a reset.
 */
export async function finishReboot(host: QemuHost, domain: Running): Promise<void> {
  const { live } = domain;
  const { process } = live;
  if (process === undefined) return;
  live.asked = 'reboot';
  try {
    await process.monitor.execute('system_reset');
    await process.monitor.execute('cont');
    // The reboot is no longer pending only once the guest runs: a daemon that dies before this does both steps again.
    live.rebootPending = false;
    if (domain.phase.state === 'paused') await moveTo(host, domain, 'resume');
    else await noteStatus(host, domain);
  } finally {
    live.asked = undefined;
  }
}
