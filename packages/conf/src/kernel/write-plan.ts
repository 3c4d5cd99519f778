import type { FieldSpec } from './field.js';
import type { Output } from './output.js';

type Values = { readonly [key: string]: unknown };

/** One property that is written, and where its part of the element comes from. */
interface Part {
  readonly key: string;
  readonly present: ((value: unknown, out: Output) => boolean) | undefined;
  readonly write: (value: unknown, out: Output) => void;
}

/** The fields that an object with certain properties has something for, in the order in which they are written. */
export interface WritePlan {
  readonly keys: readonly string[];
  /** Any of them makes the element one that has content. */
  readonly all: readonly Part[];
  readonly lead: readonly Part[];
  readonly attributes: readonly Part[];
  readonly children: readonly Part[];
}

interface PlannedField {
  readonly key: string;
  readonly spec: FieldSpec<unknown>;
}

function nothing(): void {}

/** Values of one kind of element seldom come in more forms than this at a time. */
const maxPlans = 8;

/**
 * Which fields to write for which object. An element may have dozens of fields and its values only a few properties
 * each, and the same few again and again: the plan for them is made once, and found by comparing names.
 */
export class WritePlans {
  readonly #entries: readonly PlannedField[];
  #plans: WritePlan[] = [];

  constructor(entries: readonly PlannedField[]) {
    this.#entries = entries;
  }

  of(values: object): WritePlan {
    for (const plan of this.#plans) if (matches(plan.keys, values)) return plan;
    return this.#add(values);
  }

  #add(values: object): WritePlan {
    const held = this.#entries.filter(({ key }) => Object.hasOwn(values, key));
    const parts = (writeOf: (spec: FieldSpec<unknown>) => Part['write'] | undefined) =>
      held.flatMap(({ key, spec }) => {
        const write = writeOf(spec);
        return write === undefined ? [] : [{ key, present: spec.present, write }];
      });
    const plan: WritePlan = {
      keys: Object.keys(values),
      all: parts(() => nothing),
      lead: parts(spec => spec.lead),
      attributes: parts(spec => spec.attributes),
      children: parts(spec => spec.children),
    };
    this.#plans = [plan, ...this.#plans.slice(0, maxPlans - 1)];
    return plan;
  }
}

/** Whether these are the object's properties, in this order. */
function matches(keys: readonly string[], values: object): boolean {
  let at = 0;
  // oxlint-disable-next-line guard-for-in: what an object inherits is not among the keys, and so no match
  for (const key in values) {
    if (keys[at] !== key) return false;
    at += 1;
  }
  return at === keys.length;
}

/** Whether any of the parts would write something. */
export function anyShown(parts: readonly Part[], values: Values, out: Output): boolean {
  for (const { key, present } of parts) {
    const value = values[key];
    if (value !== undefined && (present === undefined || present(value, out))) return true;
  }
  return false;
}

export function writeParts(parts: readonly Part[], values: Values, out: Output): void {
  for (const { key, present, write } of parts) {
    const value = values[key];
    if (value !== undefined && (present === undefined || present(value, out))) write(value, out);
  }
}
