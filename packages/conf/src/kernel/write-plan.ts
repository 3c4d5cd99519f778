import type { FieldSpec } from './field.js';
import type { Output } from './output.js';
import { writeKeptAttributes } from './unknown.js';

type Values = { readonly [key: string]: unknown };

/** One property that is written, and where its part of the element comes from. */
interface Part {
  /** Which of the plan's keys it is. */
  readonly at: number;
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
 * Writes objects by plans. An element may have dozens of fields and its values only a few properties each, and the
 * same few again and again: which fields those are is found once, and found again by comparing names. With the names
 * come the values: while an object is enumerated they are at hand, and would be searched for afterwards.
 */
export class WritePlans {
  readonly #entries: readonly PlannedField[];
  #plans: WritePlan[] = [];

  constructor(entries: readonly PlannedField[]) {
    this.#entries = entries;
  }

  /** Puts the object's values on top of those that the output holds; whoever asks for it sets `top` back when it is done. */
  hold(values: Values, out: Output): WritePlan {
    const { held, top } = out;
    const plan = this.#plans[0];
    if (plan === undefined) return this.#search(values, out);
    const { keys } = plan;
    let at = 0;
    // oxlint-disable-next-line guard-for-in: what an object inherits is not among the keys, and so no match
    for (const key in values) {
      if (keys[at] !== key) return this.#search(values, out);
      held[top + at] = values[key];
      at += 1;
    }
    if (at !== keys.length) return this.#search(values, out);
    out.top = top + at;
    return plan;
  }

  /** As `hold`, of an object that is not of the form that was met last. */
  #search(values: Values, out: Output): WritePlan {
    const plan = this.#plans.find(({ keys }) => matches(keys, values)) ?? this.#add(values);
    for (const key of plan.keys) out.held[out.top++] = values[key];
    return plan;
  }

  #add(values: object): WritePlan {
    const keys = Object.keys(values);
    const written = this.#entries.filter(({ key }) => Object.hasOwn(values, key));
    const parts = (writeOf: (spec: FieldSpec<unknown>) => Part['write'] | undefined) =>
      written.flatMap(({ key, spec }) => {
        const write = writeOf(spec);
        return write === undefined ? [] : [{ at: keys.indexOf(key), present: spec.present, write }];
      });
    const plan: WritePlan = {
      keys,
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
  // oxlint-disable-next-line guard-for-in: as above
  for (const key in values) {
    if (keys[at] !== key) return false;
    at += 1;
  }
  return at === keys.length;
}

/** Whether any of the parts would write something of the values held from `base` on. */
export function anyShown(parts: readonly Part[], base: number, out: Output): boolean {
  for (const { at, present } of parts) {
    const value = out.held[base + at];
    if (value !== undefined && (present === undefined || present(value, out))) return true;
  }
  return false;
}

export function writeParts(parts: readonly Part[], base: number, out: Output): void {
  for (const { at, present, write } of parts) {
    const value = out.held[base + at];
    if (value !== undefined && (present === undefined || present(value, out))) write(value, out);
  }
}

/** Writes all that the plan has, and kept attributes. */
export function writePlanned(plan: WritePlan, base: number, out: Output, hasBody = false): void {
  const { lead, attributes, children } = plan;
  if (lead.length > 0) writeParts(lead, base, out);
  if (attributes.length > 0) writeParts(attributes, base, out);
  if (out.kept !== undefined) writeKeptAttributes(out);
  if (hasBody) out.xml.body();
  if (children.length > 0) writeParts(children, base, out);
}
