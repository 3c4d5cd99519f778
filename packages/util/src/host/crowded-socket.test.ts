import { expect, test } from 'vitest';
import { VirtError } from '../virt-error.js';
import { whileCrowded } from './crowded-socket.js';

const crowded = Object.assign(new Error('connect EAGAIN /run/x'), { code: 'EAGAIN' });
const nobody = Object.assign(new Error('connect ECONNREFUSED /run/x'), { code: 'ECONNREFUSED' });

/** Fails with each of these, then connects. */
function tries(...failures: readonly Error[]): () => Promise<string> {
  const left = [...failures];
  return () => {
    const failure = left.shift();
    return failure === undefined ? Promise.resolve('connected') : Promise.reject(failure);
  };
}

test.each([
  ['as node says it', crowded],
  ['in a VirtError', VirtError.system(crowded, 'RPC', 'cannot connect')],
])('a full backlog, %s, is waited for', async (_, failure) => {
  expect(await whileCrowded(tries(failure, failure), { domain: 'RPC' })).toBe('connected');
});

test('every other failure is the caller’s at once', async () => {
  await expect(whileCrowded(tries(nobody), { domain: 'RPC' })).rejects.toBe(nobody);
});

test('a caller who gives up waits no longer', async () => {
  const signal = AbortSignal.abort(new Error('enough'));
  const waiting = whileCrowded(tries(crowded), { domain: 'RPC', signal });
  await expect(waiting).rejects.toMatchObject({ code: 'OPERATION_ABORTED', message: /enough|gave up/ });
});
