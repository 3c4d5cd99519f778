import { VirtError } from '@tsvirt/util';
import type { TestDomain } from './test-domain.js';

/**
 * Refuses what needs an agent in a guest that behaves as if it had none.
 * @throws VirtError AGENT_UNRESPONSIVE
 */
export function requireAgent({ runtime }: TestDomain): void {
  if (runtime.behaviour.agent === 'answers') return;
  throw new VirtError('AGENT_UNRESPONSIVE', 'TEST', 'QEMU guest agent is not connected');
}
