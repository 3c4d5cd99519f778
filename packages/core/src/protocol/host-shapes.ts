import { optText, text } from './text.js';
import { enumeration, hyper, int, struct, type TypeOf, uhyper, uint, type Xdr } from './xdr.js';

const nodeCPUStatShape = struct({ field: text, value: uhyper });
/** A measurement of the host's CPUs. The names are those of `NodeCPUStatsParam`; times in ns. */
export interface NodeCPUStat extends TypeOf<typeof nodeCPUStatShape> {}
export const nodeCPUStat: Xdr<NodeCPUStat> = nodeCPUStatShape;

const nodeMemoryStatShape = struct({ field: text, value: uhyper });
/** A measurement of the host's memory in KiB. The names are those of `NodeMemoryStatsParam`. */
export interface NodeMemoryStat extends TypeOf<typeof nodeMemoryStatShape> {}
export const nodeMemoryStat: Xdr<NodeMemoryStat> = nodeMemoryStatShape;

const networkDHCPLeaseShape = struct({
  iface: text,
  expirytime: hyper,
  type: int,
  mac: optText,
  iaid: optText,
  ipaddr: text,
  prefix: uint,
  hostname: optText,
  clientid: optText,
});
/**
 * A lease that a virtual network's DHCP server gave. `expirytime` in seconds since 1970; `type` is an `IPAddrType`;
 * `iaid` exists for IPv6 only, `clientid` is the client's id or DUID.
 */
export interface NetworkDHCPLease extends TypeOf<typeof networkDHCPLeaseShape> {}
export const networkDHCPLease: Xdr<NetworkDHCPLease> = networkDHCPLeaseShape;

/** The ways to authenticate that a server offers (`remote_auth_type`). */
export const authTypes = { none: 0, sasl: 1, polkit: 2 } as const;
/** How a daemon wants its clients to prove who they are. */
export type AuthType = keyof typeof authTypes;
/** Reads and writes {@link AuthType}. */
export const authType: Xdr<AuthType> = enumeration(authTypes);
