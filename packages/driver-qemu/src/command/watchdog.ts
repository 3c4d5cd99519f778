import { addressProperties } from './address.js';
import type { CommandContext } from './context.js';

/** Watchdogs. QEMU has one action for all of them. */
export function watchdogs({ domain, args }: CommandContext): void {
  const { watchdogs: list } = domain.devices;
  for (const watchdog of list) {
    args.device({ driver: watchdog.model, id: watchdog.alias, ...addressProperties(domain, watchdog.address) });
  }
  const [first] = list;
  if (first === undefined) return;
  // A dump is this driver's work: QEMU stops the guest and tells.
  args.option('watchdog-action', first.action === 'dump' ? 'pause' : first.action);
}
