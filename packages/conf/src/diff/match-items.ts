/** Two items that stand for the same thing, or one that has no counterpart. */
export interface Pair {
  /** How paths name the item: its key, or its place (after, where it has one there). */
  readonly name: string;
  readonly before: number | undefined;
  readonly after: number | undefined;
}

/** Longer lists than this (as a product) are compared place by place: the table of the search would be too large. */
const maxCells = 1_000_000;

interface Keyed {
  readonly name: string;
  readonly at: number;
  readonly hasKey: boolean;
}

/**
 * Pairs items by their keys; a key that comes again gets a number: `vnc`, `vnc#2`. Items without a key (an empty one)
 * go with what is left on the other side, in order.
 */
export function matchByKey(before: readonly string[], after: readonly string[]): Pair[] {
  const later = new Map(named(after).map(item => [item.name, item]));
  const pairs: Pair[] = [];
  const rest: Keyed[] = [];
  for (const item of named(before)) {
    const same = item.hasKey ? later.get(item.name) : undefined;
    if (same === undefined) rest.push(item);
    else pairs.push({ name: item.name, before: item.at, after: same.at });
    if (same !== undefined) later.delete(item.name);
  }
  const left = [...later.values()];
  for (const item of rest) {
    const i = left.findIndex(other => !item.hasKey || !other.hasKey);
    const [other] = i === -1 ? [] : left.splice(i, 1);
    pairs.push({ name: other?.hasKey === true ? other.name : item.name, before: item.at, after: other?.at });
  }
  for (const { name, at } of left) pairs.push({ name, before: undefined, after: at });
  return pairs;
}

/** Keys with numbers where they come again; items without a key have a number alone. */
function named(keys: readonly string[]): Keyed[] {
  const counts = new Map<string, number>();
  return keys.map((key, at) => {
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return { name: count === 1 && key !== '' ? key : `${key}#${count}`, at, hasKey: key !== '' };
  });
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
