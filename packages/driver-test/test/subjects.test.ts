import { logger } from '@tsvirt/util';
import { expect, test } from 'vitest';
import { completeHost, defaultHost } from '../src/defaults/default-host.js';
import { subjects } from '../src/handlers/subjects.js';
import { hostFromText } from '../src/host/host-document.js';
import { hostHandlers } from '../src/host-handlers.js';

const log = logger('subjects');
const plain = hostFromText(defaultHost, { log });
const complete = hostFromText(completeHost, { log, complete: true });

/** Calls that more than one subject has in a column: which one would count would be a matter of their order. */
function twice(column: 'plain' | 'complete'): string[] {
  const calls = Object.values(subjects).flatMap(subject => Object.keys(subject[column]?.(complete) ?? {}));
  return calls.filter((name, index) => calls.indexOf(name) !== index);
}

test('each call belongs to one subject', () => {
  expect(twice('plain')).toEqual([]);
  expect(twice('complete')).toEqual([]);
});

test('a call that both columns have is of one subject in both', () => {
  const all = Object.entries(subjects);
  const elsewhere = all.flatMap(([name, subject]) => {
    const others = new Set(
      all.flatMap(([other, { plain }]) => (other === name ? [] : Object.keys(plain?.(complete) ?? {}))),
    );
    return Object.keys(subject.complete?.(complete) ?? {}).filter(call => others.has(call));
  });
  expect(elsewhere).toEqual([]);
});

test('complete hosts serve all that others do', () => {
  const served = Object.keys(hostHandlers(complete));
  for (const name of Object.keys(hostHandlers(plain))) expect(served).toContain(name);
});

test('a host that answers as the mock serves nothing of the other column', () => {
  const names = (column: 'plain' | 'complete') =>
    Object.values(subjects).flatMap(subject => Object.keys(subject[column]?.(complete) ?? {}));
  const ofMock = new Set(names('plain'));
  const served = new Set(Object.keys(hostHandlers(plain)));
  expect(served).toEqual(ofMock);
  expect(names('complete').filter(name => !ofMock.has(name)).length).toBeGreaterThan(100);
});
