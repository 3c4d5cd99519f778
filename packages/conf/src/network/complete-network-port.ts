import { completeVlan } from '../domain/vlan.js';
import { sameSource } from '../kernel/index.js';
import type { NetworkPort } from './network-port.js';

/** Fills in what goes without saying: a port in several VLANs is a trunk. What it is plugged into is the driver's. */
export function completeNetworkPort(port: NetworkPort): NetworkPort {
  return port.vlan === undefined ? port : sameSource(port, { ...port, vlan: completeVlan(port.vlan) });
}
