import { expect, test } from 'vitest';
import { domainStateReasons } from '@tsvirt/core/protocol';
import { eventNumbers, lifecycle, type Phase, phaseNumbers, phaseOf, spelledPhase } from './lifecycle.js';

test('every phase survives its spelling in a status file', () => {
  for (const [state, numbers] of Object.entries(domainStateReasons)) {
    for (const reason of Object.keys(numbers)) {
      const phase = { state, reason } as Phase; // of the table of all there are
      expect(phaseOf(spelledPhase(phase))).toEqual(phase);
    }
  }
});

test('status files have the words of libvirt', () => {
  expect(spelledPhase({ state: 'paused', reason: 'startingUp' })).toEqual({ state: 'paused', reason: 'starting up' });
});

test('a reason that a state does not have is none', () => {
  expect(phaseOf({ state: 'running', reason: 'panicked' })).toBeUndefined();
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
