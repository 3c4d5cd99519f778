import type { CallerConnection } from '@tsvirt/core/contract';
import { VirtError } from '@tsvirt/util';
import type { TestHost } from '../host/test-host.js';
import { moveTo } from './lifecycle.js';
import type { TestDomain } from './test-domain.js';

/** Has this life of a guest end when its client's connection does. Whatever ends it sooner unties it. */
export function endWith(host: TestHost, domain: TestDomain, connection: CallerConnection): void {
  domain.runtime.outlive = connection.whenOver(() => moveTo(host, domain, 'destroy'));
}

/**
 * Refuses what would let a guest outlive the client that it is to end with.
 * @throws VirtError OPERATION_INVALID
 */
export function refuseAutodestroyed({ runtime }: TestDomain): void {
  if (runtime.outlive !== undefined)
    throw new VirtError('OPERATION_INVALID', 'TEST', 'domain is marked for auto destroy');
}
