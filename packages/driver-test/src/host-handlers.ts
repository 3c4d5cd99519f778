import type { DriverHandlers } from '@tsvirt/core/contract';
import { inJobOrder } from './handlers/complete/job-order.js';
import { subjects } from './handlers/subjects.js';
import type { TestHost } from './host/test-host.js';

/** Everything that a mock host serves. Hosts that answer as libvirt's mock refuse what the table has for complete ones. */
export function hostHandlers(host: TestHost): DriverHandlers {
  const all = Object.values(subjects);
  const plain: DriverHandlers = Object.assign({}, ...all.map(subject => subject.plain?.(host)));
  if (!host.isComplete) return plain;
  return inJobOrder(host, Object.assign(plain, ...all.map(subject => subject.complete?.(host))));
}
