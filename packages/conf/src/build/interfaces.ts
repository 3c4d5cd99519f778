import { VirtError } from '@tsvirt/util';
import type { Interface, InterfaceSource } from '../domain/index.js';
import { mac as macText } from '../kernel/index.js';

/** A network interface by its facts; a plain string is the name of a virtual network. */
export interface InterfaceFacts {
  /** The name of a virtual network; or any other source, as in an interface's document. */
  readonly source: string | InterfaceSource;
  /** Absent: one is made up when the guest is defined. */
  readonly mac?: string;
  /** Absent: virtio. */
  readonly model?: string;
}

/** @throws INVALID_ARG for a MAC address that is none */
export function buildInterface(facts: string | InterfaceFacts): Interface {
  const { source, mac, model = 'virtio' } = typeof facts === 'string' ? { source: facts } : facts;
  const address = mac === undefined ? undefined : macText.read(mac);
  if (mac !== undefined && address === undefined) {
    throw new VirtError('INVALID_ARG', 'DOMAIN', `'${mac}' is not a MAC address`);
  }
  return {
    source: typeof source === 'string' ? { type: 'network', network: source } : source,
    ...(address !== undefined && { mac: { address } }),
    model,
  };
}
