import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { IdleTimeout } from './idle-timeout.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('runs from the start and from the last client on, and not while one is there', () => {
  const onIdle = vi.fn();
  const idle = new IdleTimeout(10, onIdle);
  vi.advanceTimersByTime(9_000);
  idle.clients = 1;
  vi.advanceTimersByTime(60_000);
  idle.clients = 0;
  vi.advanceTimersByTime(9_999);
  expect(onIdle).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(onIdle).toHaveBeenCalledTimes(1);
});

test('is set anew and taken away at any time', () => {
  const onIdle = vi.fn();
  const idle = new IdleTimeout(undefined, onIdle);
  idle.seconds = 5;
  idle.seconds = undefined;
  vi.advanceTimersByTime(60_000);
  expect(onIdle).not.toHaveBeenCalled();
  idle.seconds = 5;
  idle.stop();
  vi.advanceTimersByTime(60_000);
  expect(onIdle).not.toHaveBeenCalled();
});
