import type { DriverHandlers } from '@tsvirt/core/contract';
import * as completing from './handlers/complete/index.js';
import { inJobOrder } from './handlers/complete/job-order.js';
import * as groups from './handlers/index.js';
import type { TestHost } from './host/test-host.js';

/**
 * Everything that a mock host serves. What `handlers/complete` has is behind a gate: hosts that answer as libvirt's mock
 * refuse it; on a complete host it is there, and takes the place of what libvirt's mock does in the same call.
 */
export function hostHandlers(host: TestHost): DriverHandlers {
  if (!host.isComplete) return assembled(Object.values(groups), host);
  return inJobOrder(host, assembled([...Object.values(groups), ...Object.values(completing)], host));
}

function assembled(all: readonly ((host: TestHost) => DriverHandlers)[], host: TestHost): DriverHandlers {
  return Object.assign({}, ...all.map(group => group(host)));
}
