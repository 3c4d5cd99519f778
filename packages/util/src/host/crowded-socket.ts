import { setTimeout as delay } from 'node:timers/promises';
import { errnoOf } from '../errno.js';
import type { ErrorDomain } from '../error-domains.js';
import { VirtError } from '../virt-error.js';

/** How long and how often a local socket is tried whose backlog is full, in milliseconds. */
const crowdedMs = 10_000;
const crowdedPauseMs = 5;

/** What bounds the tries besides their ten seconds, and who speaks in the error. */
export interface CrowdLimits {
  readonly domain: ErrorDomain;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Connects to a Unix socket, again and again while the ones that wait there already are too many (EAGAIN): such a socket
 * tells nobody when it has room. After ten seconds the failure is the caller's.
 * @param connect makes one try, and rejects with what the socket said, or with a VirtError that has it as its cause
 * @throws whatever `connect` rejects with; VirtError OPERATION_ABORTED when the signal says so
 */
export async function whileCrowded<T>(connect: () => Promise<T>, { domain, signal }: CrowdLimits): Promise<T> {
  const until = performance.now() + crowdedMs;
  for (;;) {
    try {
      return await connect();
    } catch (reason) {
      const said = VirtError.is(reason) ? reason.cause : reason;
      if (errnoOf(said) !== 'EAGAIN' || performance.now() > until) throw reason;
    }
    await delay(crowdedPauseMs, undefined, { signal }).catch(() => {
      throw VirtError.aborted(signal?.reason, domain);
    });
  }
}
