import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { onAbort } from './abort.js';

test('many who wait are one listener, and none once they have all stopped', () => {
  const giveUp = new AbortController();
  const heard: number[] = [];
  const stops = Array.from({ length: 50 }, (_, at) => onAbort(giveUp.signal, () => heard.push(at)));
  expect(getEventListeners(giveUp.signal, 'abort')).toHaveLength(1);
  for (const stop of stops.slice(2)) stop();
  giveUp.abort();
  expect(heard).toEqual([0, 1]);
  expect(getEventListeners(giveUp.signal, 'abort')).toHaveLength(0);

  const later = new AbortController();
  const stop = onAbort(later.signal, () => heard.push(99));
  stop();
  stop();
  expect(getEventListeners(later.signal, 'abort')).toHaveLength(0);
  later.abort();
  expect(heard).toEqual([0, 1]);
});

test('a signal that is aborted is heard at once', () => {
  let heard = 0;
  onAbort(AbortSignal.abort(), () => heard++)();
  expect(heard).toBe(1);
});

test('who waits anew while others are told is not forgotten', () => {
  const giveUp = new AbortController();
  const heard: string[] = [];
  onAbort(giveUp.signal, () => onAbort(giveUp.signal, () => heard.push('inner')));
  onAbort(giveUp.signal, () => heard.push('second'));
  giveUp.abort();
  expect(heard).toEqual(['inner', 'second']);
});
