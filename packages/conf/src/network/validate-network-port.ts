import { placed, valueFault } from '../kernel/index.js';
import type { NetworkPort } from './network-port.js';
import { validateRates } from '../domain/bandwidth.js';
import { validateVlan } from './network-judgements.js';

/** Checks what a network port's document says against itself. @throws INTERNAL_ERROR, XML_ERROR, XML_DETAIL */
export function validateNetworkPort(port: NetworkPort): void {
  placed(port, () => {
    if (port.uuid === undefined) throw valueFault(['INTERNAL_ERROR', 'NETWORK'], 'network port has no uuid', port);
    if (port.bandwidth !== undefined) validateRates(port.bandwidth);
    if (port.vlan !== undefined) validateVlan(port.vlan);
  });
}
