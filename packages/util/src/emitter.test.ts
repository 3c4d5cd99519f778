import { expect, test } from 'vitest';
import { Emitter } from './emitter.js';

type Events = { changed: [name: string, value: number]; closed: [] };

function emitter() {
  const reports: unknown[] = [];
  return { reports, events: new Emitter<Events>(reason => reports.push(reason)) };
}

test('listeners are called in order, with the payload', () => {
  const { events } = emitter();
  const seen: string[] = [];
  events.on('changed', (name, value) => seen.push(`first ${name} ${value}`));
  events.on('changed', name => seen.push(`second ${name}`));
  events.emit('changed', 'a', 1);
  expect(seen).toEqual(['first a 1', 'second a']);
});

test("a listener's exception and its rejection are reported, and the next one is called", async () => {
  const { events, reports } = emitter();
  let called = 0;
  events.on('closed', () => {
    throw new Error('thrown');
  });
  events.on('closed', () => Promise.reject(new Error('rejected')));
  events.on('closed', () => called++);
  events.emit('closed');
  await Promise.resolve();
  await Promise.resolve();
  expect(called).toBe(1);
  expect(reports.map(String)).toEqual(['Error: thrown', 'Error: rejected']);
});

test('a subscription ends with its disposal or its signal', () => {
  const { events } = emitter();
  const controller = new AbortController();
  let called = 0;
  const listener = () => called++;
  {
    using _subscription = events.on('closed', listener);
    events.on('closed', listener, { signal: controller.signal });
    events.emit('closed');
  }
  events.emit('closed');
  controller.abort();
  events.emit('closed');
  expect(called).toBe(3);
  expect(events.count('closed')).toBe(0);
});

test('who is removed during an emit is still called in it, who is added is not', () => {
  const { events } = emitter();
  const seen: string[] = [];
  events.on('closed', () => {
    second[Symbol.dispose]();
    events.on('closed', () => seen.push('late'));
  });
  const second = events.on('closed', () => seen.push('second'));
  events.emit('closed');
  expect(seen).toEqual(['second']);
});

test("once gives the next payload, or the signal's reason", async () => {
  const { events } = emitter();
  const next = events.once('changed');
  events.emit('changed', 'a', 1);
  events.emit('changed', 'b', 2);
  expect(await next).toEqual(['a', 1]);
  await expect(events.once('closed', AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
  expect(events.count('closed')).toBe(0);
});
