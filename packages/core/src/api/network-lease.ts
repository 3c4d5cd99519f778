import { IPAddrType } from '../protocol/enums/index.js';
import type { NetworkDHCPLease } from '../protocol/host-shapes.js';
import { nameOf, type NameOf } from './flag-options.js';

/** A lease that a virtual network's DHCP server gave. */
export interface NetworkLease {
  /** The network's bridge. */
  readonly interface: string;
  readonly expiresAt: Date;
  readonly type: NameOf<typeof IPAddrType>;
  readonly mac: string | undefined;
  /** IPv6 only: which association of the client it is. */
  readonly iaid: string | undefined;
  readonly address: string;
  readonly prefix: number;
  readonly hostname: string | undefined;
  /** The client's id, or its DUID. */
  readonly clientId: string | undefined;
}

export function leaseOf(lease: NetworkDHCPLease): NetworkLease {
  return {
    interface: lease.iface,
    expiresAt: new Date(Number(lease.expirytime) * 1000),
    type: nameOf(IPAddrType, lease.type),
    mac: lease.mac ?? undefined,
    iaid: lease.iaid ?? undefined,
    address: lease.ipaddr,
    prefix: lease.prefix,
    hostname: lease.hostname ?? undefined,
    clientId: lease.clientid ?? undefined,
  };
}
