/** Two items that stand for the same thing, or one that has no counterpart. */
export interface Pair {
  /** How paths name the item: its key, or its place (after, where it has one there). */
  readonly name: string;
  readonly before: number | undefined;
  readonly after: number | undefined;
}

/** Longer lists than this (as a product) are compared place by place: the table of the search would be too large. */
const maxCells = 1_000_000;

/** Pairs items by their keys; a key that comes again gets a number: `vnc`, `vnc#2`. */
export function matchByKey(before: readonly string[], after: readonly string[]): Pair[] {
  const later = positions(after);
  const pairs: Pair[] = [];
  for (const [name, at] of positions(before)) {
    pairs.push({ name, before: at, after: later.get(name) });
    later.delete(name);
  }
  for (const [name, at] of later) pairs.push({ name, before: undefined, after: at });
  return pairs;
}

function positions(keys: readonly string[]): Map<string, number> {
  const found = new Map<string, number>();
  const counts = new Map<string, number>();
  for (const [i, key] of keys.entries()) {
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    found.set(count === 1 ? key : `${key}#${count}`, i);
  }
  return found;
}

/**
 * Pairs items of lists whose order counts: equal ones in the longest sequence that both have, those between by place.
 * @param before texts that are the same for equal items, as `after`
 */
export function matchInOrder(before: readonly string[], after: readonly string[]): Pair[] {
  const pairs: Pair[] = [];
  let [i, j] = [0, 0];
  function pairUp(toBefore: number, toAfter: number): void {
    while (i < toBefore || j < toAfter) {
      const [a, b] = [i < toBefore ? i++ : undefined, j < toAfter ? j++ : undefined];
      pairs.push({ name: String(b ?? a), before: a, after: b });
    }
  }
  for (const [a, b] of commonItems(before, after)) {
    pairUp(a, b);
    pairs.push({ name: String(j), before: i++, after: j++ });
  }
  pairUp(before.length, after.length);
  return pairs;
}

/** Positions of the longest common subsequence. */
function commonItems(before: readonly string[], after: readonly string[]): [number, number][] {
  if (before.length * after.length > maxCells) return [];
  const width = after.length + 1;
  const lengths = new Uint32Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const skip = Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0);
      lengths[i * width + j] = before[i] === after[j] ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1 : skip;
    }
  }
  const found: [number, number][] = [];
  for (let i = 0, j = 0; i < before.length && j < after.length; ) {
    if (before[i] === after[j]) found.push([i++, j++]);
    else if ((lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0)) i++;
    else j++;
  }
  return found;
}
