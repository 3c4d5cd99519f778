import { changeDefinitions, type Definitions, impactOf, modificationImpact } from '@tsvirt/conf/store';
import { checkFlags } from '../host/flags.js';
import type { NetworkDefinition } from './network-definition.js';
import type { TestNetwork } from './test-network.js';

const impactFlags = modificationImpact.live | modificationImpact.config;

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
  checkFlags(flags, impactFlags, procedure);
  const definitions = definitionsOf(network);
  const impact = impactOf(flags, definitions, 'network', 'NETWORK');
  const { live, config } = changeDefinitions(definitions, impact, change);
  if (!network.isActive) {
    network.definition = config ?? definitions.inactive;
    return;
  }
  // The two are one value until they differ: the configuration is kept before the live one changes.
  if (network.persistent) network.nextDefinition = config ?? definitions.inactive;
  network.definition = live ?? definitions.current;
}

/** The one definition that a getter reads. @throws VirtError as `changeNetwork` */
export function networkDefinitionFor(network: TestNetwork, flags: number, procedure: string): NetworkDefinition {
  checkFlags(flags, impactFlags, procedure);
  const definitions = definitionsOf(network);
  return impactOf(flags, definitions, 'network', 'NETWORK').live ? definitions.current : definitions.inactive;
}

function definitionsOf({
  isActive,
  persistent,
  definition,
  configuration,
}: TestNetwork): Definitions<NetworkDefinition> {
  return { isActive, isPersistent: persistent, current: definition, inactive: configuration };
}
