import { VirtError } from '@tsvirt/util';
import type { NicBackends } from '../command/context.js';
import type { Guest } from '../definition.js';

/** Interfaces that QEMU serves by itself, without a device of the host. */
const servedByQemu: ReadonlySet<string> = new Set(['user', 'client', 'server', 'mcast', 'udp']);

/**
 * The host's side of a guest's interfaces.
 * @throws CONFIG_UNSUPPORTED for interfaces that need a device of the host
 */
export function nicBackends(guest: Guest): NicBackends {
  for (const { source, mac } of guest.devices.interfaces) {
    if (servedByQemu.has(source.type)) continue;
    throw new VirtError(
      'CONFIG_UNSUPPORTED',
      'QEMU',
      `interface ${mac?.address ?? ''} of domain '${guest.name}': type '${source.type}' is not supported for running guests`,
    );
  }
  return { tapFd: () => undefined };
}
