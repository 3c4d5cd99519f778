import { VirtError } from '@tsvirt/util';
import { expect } from 'vitest';
import type { Stage } from './stage.js';

/**
 * Makes a call whose caller gives up. It must end, with success or OPERATION_ABORTED.
 * @param when before the call, or after its first turns, wherever it waits then
 */
export async function givenUp(
  stage: Stage,
  when: 'before' | 'meanwhile',
  run: (direct: Pick<Stage, 'call'>) => Promise<unknown>,
): Promise<void> {
  const caller = new AbortController();
  const giveUp = () => caller.abort(new VirtError('OPERATION_ABORTED', 'RPC', 'gone'));
  if (when === 'before') giveUp();
  else setImmediate(giveUp);
  try {
    await run(stage.direct(caller.signal));
  } catch (reason) {
    const { code } = VirtError.wrap(reason, 'NONE');
    expect(code, 'a call whose caller gave up must not hang, nor fail for another reason').toBe('OPERATION_ABORTED');
  }
}
