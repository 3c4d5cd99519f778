import { setImmediate } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Stage } from './stage.js';

/**
 * Tries until something has come to pass, within the limit for calls. Between two tries the event loop turns: the driver
 * in the same process gets to its timers and files, which calls alone would keep it from.
 * @param attempt true once it has
 * @param what the sentence that is untrue when it never does
 */
export async function eventually(stage: Stage, what: string, attempt: () => Promise<boolean>): Promise<void> {
  const limit = AbortSignal.timeout(stage.limitMs);
  while (!(await attempt())) {
    if (limit.aborted) expect.fail(what);
    await setImmediate();
  }
}
