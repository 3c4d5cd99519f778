import { addressProperties } from './address.js';
import type { CommandContext } from './context.js';

/** USB hubs. */
export function hubs({ domain, args }: CommandContext): void {
  for (const hub of domain.devices.hubs) {
    args.device({ driver: 'usb-hub', id: hub.alias, ...addressProperties(domain, hub.address) });
  }
}
