import { expect, test } from 'vitest';
import { Undo } from './undo.js';

async function run(keep: boolean): Promise<string[]> {
  const done: string[] = [];
  await using undo = new Undo(reason => done.push(String(reason)));
  undo.add(() => done.push('first'));
  undo.add(() => Promise.reject(new Error('second failed')));
  undo.add(async () => {
    await Promise.resolve();
    done.push('third');
  });
  if (keep) undo.keep();
  return done;
}

test('leaving takes everything back, last first, and a failing step does not stop the others', async () => {
  expect(await run(false)).toEqual(['third', 'Error: second failed', 'first']);
});

test('after keep nothing is taken back', async () => {
  expect(await run(true)).toEqual([]);
});
