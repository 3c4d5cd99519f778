import type { NonnullNetwork } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import type { TestHost } from '../host/test-host.js';
import type { TestNetwork } from './test-network.js';

/**
 * The network that a call is about.
 * @throws VirtError NO_NETWORK
 */
export function findNetwork({ networks }: TestHost, { name, uuid }: NonnullNetwork): TestNetwork {
  const network = networks.byUuid(uuid);
  if (network === undefined)
    throw new VirtError('NO_NETWORK', 'NETWORK', `no network with matching uuid '${uuid}' (${name})`);
  return network;
}

/**
 * The same, for calls about an active network.
 * @throws VirtError NO_NETWORK, OPERATION_INVALID
 */
export function findActiveNetwork(host: TestHost, reference: NonnullNetwork): TestNetwork {
  const network = findNetwork(host, reference);
  if (!network.isActive) throw new VirtError('OPERATION_INVALID', 'NETWORK', `network '${network.name}' is not active`);
  return network;
}
