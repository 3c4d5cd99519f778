import { expect, test } from 'vitest';
import { ConnectionTies } from './caller-connection.js';

const unexpected = (reason: unknown): never => {
  throw reason;
};

test('what is tied to a connection is done once, when it is over', async () => {
  const ties = new ConnectionTies(unexpected);
  const done: string[] = [];
  ties.whenOver(() => void done.push('first'));
  ties.whenOver(async () => void done.push('second'));
  expect(ties.isOver).toBe(false);
  await ties.end();
  await ties.end();
  expect(ties.isOver).toBe(true);
  expect(done).toEqual(['first', 'second']);
});

test('what was untied is not done', async () => {
  const ties = new ConnectionTies(unexpected);
  let count = 0;
  const release = (): void => void count++;
  const untie = ties.whenOver(release);
  ties.whenOver(release);
  untie();
  untie();
  await ties.end();
  expect(count).toBe(1);
});

test('what comes too late is done at once, but not before its caller went on', async () => {
  const ties = new ConnectionTies(unexpected);
  await ties.end();
  const order: string[] = [];
  const late = new Promise<void>(resolve => {
    ties.whenOver(() => {
      order.push('released');
      resolve();
    });
  });
  order.push('tied');
  await late;
  expect(order).toEqual(['tied', 'released']);
});

test('a failure is told and keeps nothing else from being done', async () => {
  const failures: unknown[] = [];
  const ties = new ConnectionTies(reason => failures.push(reason));
  let isDone = false;
  ties.whenOver(() => unexpected('no'));
  ties.whenOver(() => Promise.reject('never'));
  ties.whenOver(() => {
    isDone = true;
  });
  await ties.end();
  expect(isDone).toBe(true);
  expect(failures).toEqual(['no', 'never']);
});
