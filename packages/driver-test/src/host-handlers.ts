import type { DriverHandlers } from '@tsvirt/core/contract';
import * as completing from './handlers/complete/index.js';
import * as groups from './handlers/index.js';
import type { TestHost } from './host/test-host.js';

/**
 * Everything that a mock host serves. What `handlers/complete` has is behind a gate: hosts that answer as libvirt's mock
 * refuse it; on a complete host it is there, and takes the place of what libvirt's mock does in the same call.
 */
export function hostHandlers(host: TestHost): DriverHandlers {
  const all = [...Object.values(groups), ...(host.isComplete ? Object.values(completing) : [])];
  return Object.assign({}, ...all.map(group => group(host)));
}
