/**
 * The position in `before` of the item that became `after[index]`: completing adds to items and moves them, but changes
 * little of what they say. Of items that are alike, the first became the first. Undefined for an item that was added.
 */
export function counterpart(before: readonly unknown[], after: readonly unknown[], index: number): number | undefined {
  const scores = before.map(item => likeness(item, after[index]));
  const best = scores.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
  if (best <= 0 && before.length !== after.length) return undefined;
  const alike = [...scores.keys()].filter(i => scores[i] === best);
  const [first] = alike;
  if (first === undefined || alike.length === 1) return first;
  const rank = after.slice(0, index).filter(item => likeness(before[first], item) === best).length;
  return alike[Math.min(rank, alike.length - 1)];
}

/** How many single values of `before` are the same in `after`, less those that are not. */
function likeness(before: unknown, after: unknown): number {
  if (typeof before !== 'object' || before === null) return before === after ? 1 : -1;
  if (typeof after !== 'object' || after === null) return -1;
  let score = 0;
  for (const [key, value] of Object.entries(before)) {
    if (value !== undefined) score += likeness(value, Reflect.get(after, key));
  }
  return score;
}
