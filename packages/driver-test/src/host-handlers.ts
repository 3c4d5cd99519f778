import type { DriverHandlers } from '@tsvirt/core/contract';
import * as groups from './handlers/index.js';
import type { TestHost } from './host/test-host.js';

/** Everything that a mock host serves. */
export function hostHandlers(host: TestHost): DriverHandlers {
  return Object.assign({}, ...Object.values(groups).map(group => group(host)));
}
