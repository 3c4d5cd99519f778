import type { ElementSchema } from './element.js';
import type { ReadOptions } from './reading.js';

/** The text that a value was read from, and how. */
export interface TextSource {
  readonly xml: string | Uint8Array;
  readonly schema: ElementSchema<unknown>;
  readonly inactive: boolean;
}

/** A value that comes from no text itself, and the part of it that does. */
export interface PartSource {
  readonly whole: object;
  readonly part: object;
}

/** What a value was made of. */
export type Source = TextSource | PartSource;

/** What was read keeps its text; what was made of it only finds the text as long as that is there. */
const sources = new WeakMap<object, Source | WeakRef<Source>>();

/** Remembers what a value was read from, so that errors that are found later have a place in it. */
export function rememberSource<T>(
  value: T,
  xml: string | Uint8Array,
  schema: ElementSchema<T>,
  options: ReadOptions,
): void {
  if (typeof value !== 'object' || value === null) return;
  // What a schema reads, `places` only compares: the type of the value is of no matter.
  sources.set(value, { xml, schema: schema as ElementSchema<unknown>, inactive: options.inactive ?? false });
}

/**
 * Says that of `whole`, one part alone comes from a text: what is wrong with that part, also in what is made of `whole`,
 * has a place in the part's text.
 * @param part a record in `whole` that was read, or made of one that was (`sameSource`)
 * @returns `whole`
 */
export function partlyRead<T extends object>(whole: T, part: object): T {
  if (sources.has(part)) sources.set(whole, { whole, part });
  return whole;
}

/**
 * Says that `made` is a changed or completed copy of `given`, so that what is wrong with it is looked for in the text
 * that `given` was read from. The text is not kept for it: it is found at least until the event loop goes on, and as
 * long as `given` lives.
 * @returns `made`
 */
export function sameSource<T extends object>(given: object, made: T): T {
  const source = sources.get(given);
  if (source !== undefined && made !== given) {
    sources.set(made, source instanceof WeakRef ? source : new WeakRef(source));
  }
  return made;
}

/** The text that a value comes from; undefined for values that do not come from one, or whose text is gone. */
export function sourceOf(value: object): Source | undefined {
  const source = sources.get(value);
  return source instanceof WeakRef ? source.deref() : source;
}
