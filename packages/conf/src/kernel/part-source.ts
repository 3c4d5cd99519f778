import { counterpart } from './counterpart.js';
import { trailTo } from './place.js';
import type { PartSource } from './source.js';

/** What became of the one part that comes from a text, in a value that was made of the whole; undefined when it is gone. */
export function madeOfPart({ whole, part }: PartSource, value: object): object | undefined {
  let was: unknown = whole;
  let is: unknown = value;
  for (const step of trailTo(part, whole) ?? []) {
    is = typeof step === 'number' ? itemOf(was, is, step) : propertyOf(is, step);
    was = propertyOf(was, step);
  }
  return typeof is === 'object' && is !== null && was === part ? is : undefined;
}

/** The item of a list that the one at `index` became. */
function itemOf(was: unknown, is: unknown, index: number): unknown {
  if (!Array.isArray(was) || !Array.isArray(is)) return undefined;
  const unchanged: unknown = was[index];
  if (is.includes(unchanged)) return unchanged;
  return is.find((_item, at) => counterpart(was, is, at) === index);
}

function propertyOf(value: unknown, key: string | number): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
