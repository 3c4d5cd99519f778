import { expect, test } from 'vitest';
import { deferred, waitFor } from './deferred.js';

test('a wait ends with the promise', async () => {
  const { promise, resolve } = deferred<number>();
  resolve(7);
  expect(await waitFor(promise, { domain: 'NONE', what: 'seven', timeoutMs: 10_000 })).toBe(7);
});

test('a wait ends with its time limit, naming what was waited for', async () => {
  const wait = waitFor(deferred().promise, { domain: 'QEMU', what: "the monitor's answer", timeoutMs: 1 });
  await expect(wait).rejects.toMatchObject({
    code: 'OPERATION_TIMEOUT',
    domain: 'QEMU',
    detail: "the monitor's answer took longer than 1 ms",
  });
});

test('a limit longer than any timer is none', async () => {
  const { promise, resolve } = deferred<number>();
  const waits = [Number.POSITIVE_INFINITY, 2 ** 40].map(timeoutMs =>
    waitFor(promise, { domain: 'NONE', what: 'seven', timeoutMs }),
  );
  // A timer that was told so long a time would have run out by now.
  await waitFor(deferred().promise, { domain: 'NONE', what: 'x', timeoutMs: 20 }).catch(() => resolve(7));
  expect(await Promise.all(waits)).toEqual([7, 7]);
});

test('a wait ends with its signal, and leaves no listener behind', async () => {
  const controller = new AbortController();
  const wait = waitFor(deferred().promise, { domain: 'QEMU', what: 'x', signal: controller.signal });
  controller.abort();
  await expect(wait).rejects.toMatchObject({ code: 'OPERATION_ABORTED' });
  await expect(
    waitFor(deferred().promise, { domain: 'NONE', what: 'x', signal: AbortSignal.abort() }),
  ).rejects.toMatchObject({
    code: 'OPERATION_ABORTED',
  });
});
