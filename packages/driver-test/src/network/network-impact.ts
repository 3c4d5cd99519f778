import { modificationImpact } from '@tsvirt/conf/store';
import { VirtError } from '@tsvirt/util';
import { checkFlags } from '../host/flags.js';
import type { NetworkDefinition } from './network-definition.js';
import type { TestNetwork } from './test-network.js';

const { live: liveFlag, config: configFlag } = modificationImpact;

/**
 * Changes the definitions that the flags choose, the one in force without any: all of them or, when `change` throws for
 * one, none.
 * @throws VirtError INVALID_ARG for other flags; OPERATION_INVALID for the live definition of a network that is not active,
 *   or the configuration of a transient one
 */
export function changeNetwork(
  network: TestNetwork,
  flags: number,
  procedure: string,
  change: (definition: NetworkDefinition) => NetworkDefinition,
): void {
  const { live, config } = impactOf(network, flags, procedure);
  const nextLive = live ? change(network.definition) : network.definition;
  const nextConfig = config ? change(network.configuration) : network.configuration;
  network.definition = network.isActive ? nextLive : nextConfig;
  if (network.isActive && network.persistent) network.nextDefinition = nextConfig;
}

/** The one definition that a getter reads. @throws VirtError as `changeNetwork` */
export function networkDefinitionFor(network: TestNetwork, flags: number, procedure: string): NetworkDefinition {
  return impactOf(network, flags, procedure).live ? network.definition : network.configuration;
}

function impactOf(
  network: TestNetwork,
  flags: number,
  procedure: string,
): { readonly live: boolean; readonly config: boolean } {
  checkFlags(flags, liveFlag | configFlag, procedure);
  const live = (flags & liveFlag) !== 0 || (flags === 0 && network.isActive);
  const config = (flags & configFlag) !== 0 || (flags === 0 && !network.isActive);
  if (live && !network.isActive) throw new VirtError('OPERATION_INVALID', 'NETWORK', 'network is not running');
  if (config && !network.persistent)
    throw new VirtError('OPERATION_INVALID', 'NETWORK', 'transient networks do not have any persistent config');
  return { live, config };
}
