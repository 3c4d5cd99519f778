import { expect, test } from 'vitest';
import { deferred } from './deferred.js';
import { Limiter, mapLimited } from './limiter.js';

test('no more than the limit run at once, and results keep their order', async () => {
  let running = 0;
  let most = 0;
  const results = await mapLimited([5, 4, 3, 2, 1], 2, async item => {
    most = Math.max(most, ++running);
    await Promise.resolve();
    running--;
    return item * 10;
  });
  expect(results).toEqual([50, 40, 30, 20, 10]);
  expect(most).toBe(2);
});

test('who is aborted while waiting leaves the line', async () => {
  const limiter = new Limiter(1);
  const first = deferred();
  const running = limiter.run(() => first.promise);
  const controller = new AbortController();
  const waiting = limiter.run(() => Promise.reject(new Error('ran')), controller.signal);
  controller.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'OPERATION_ABORTED' });
  expect(limiter.waiting).toBe(0);
  first.resolve();
  await running;
  expect(await limiter.run(() => Promise.resolve('next'))).toBe('next');
});

test('a task that fails gives its place back', async () => {
  const limiter = new Limiter(1);
  await expect(limiter.run(() => Promise.reject(new Error('x')))).rejects.toThrow('x');
  expect(limiter.running).toBe(0);
});
