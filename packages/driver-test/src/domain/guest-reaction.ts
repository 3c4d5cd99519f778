import { logger } from '@tsvirt/util';
import type { TestHost } from '../host/test-host.js';
import type { Reaction } from './guest-behaviour.js';
import type { TestDomain } from './test-domain.js';

const log = logger('driver-test');

/**
 * A guest was asked for something: it does so at once, after a while on its host's clock, or not at all. What a guest
 * would do later it does not do when it has ended by then.
 */
export function react(host: TestHost, domain: TestDomain, reaction: Reaction, act: () => void): void {
  if (reaction === 'ignores') return;
  if (reaction === 'agrees') return act();
  host.clock
    .reach(host.clock.nowMs + reaction.afterMs, domain.runtime.life)
    .then(
      () => act(),
      () => {}, // It has ended.
    )
    .catch((reason: unknown) => log.error(`domain '${domain.name}': what it was asked for failed:`, reason));
}
