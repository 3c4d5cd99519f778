import { expect, test } from 'vitest';
import { eventNumbers, lifecycle, type Phase, phaseNumbers, phaseOf, reasonText, reasons } from './lifecycle.js';

test('every phase survives its spelling in a status file', () => {
  for (const [state, numbers] of Object.entries(reasons)) {
    for (const reason of Object.keys(numbers)) expect(phaseOf(state, reasonText(reason))).toEqual({ state, reason });
  }
});

test('a state that does not exist is none', () => {
  expect(phaseOf('dreaming', 'booted')).toBeUndefined();
  expect(phaseOf(undefined, undefined)).toBeUndefined();
});

test('a reason that a state does not have reads as unknown', () => {
  expect(phaseOf('running', 'panicked')).toEqual({ state: 'running', reason: 'unknown' });
});

test('phases and events have the numbers of the API', () => {
  const paused: Phase = { state: 'paused', reason: 'startingUp' };
  expect(phaseNumbers(paused)).toEqual({ state: 3, reason: 11 });
  expect(eventNumbers(['stopped', 'failed'])).toEqual({ event: 5, detail: 5 });
});

test('a guest that starts running is told as resumed and started, as subscribers of libvirt know it', () => {
  expect(lifecycle.boot.events).toEqual([
    ['resumed', 'unpaused'],
    ['started', 'booted'],
  ]);
});

test('nothing but a stopped guest can be started', () => {
  expect(lifecycle.launch.from).toEqual(['shutoff']);
});
