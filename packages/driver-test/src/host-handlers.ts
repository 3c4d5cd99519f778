import type { DriverHandlers } from '@tsvirt/core/contract';
import * as groups from './handlers/index.js';
import type { TestHost } from './host/test-host.js';

/** Everything that a mock host serves. */
export function hostHandlers(host: TestHost): DriverHandlers {
  let all: DriverHandlers = {};
  for (const group of Object.values(groups)) all = { ...all, ...group(host) };
  return all;
}
