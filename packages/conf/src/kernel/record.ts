import type { XmlElement } from '@tsvirt/util/xml';
import { type Claims, claimsOf } from './claims.js';
import { fault } from './fault.js';
import type { FieldSpec } from './field.js';
import type { Form } from './form.js';
import type { Inside } from './inside.js';
import type { Output } from './output.js';
import type { Reading } from './reading.js';
import type { Fields, StructOf } from './shape.js';
import { absentKeys } from './trace.js';
import { anyShown, type WritePlan, WritePlans, writeParts, writePlanned } from './write-plan.js';

/** Fields made ready to run: what elements and groups have in common. */
export interface CompiledRecord<T> {
  readonly claims: Claims;
  readonly form: Form;
  read(node: XmlElement, reading: Reading): T;
  readonly plans: WritePlans;
  readonly inside: Inside<T>;
  present(value: T, out: Output): boolean;
  /** Absent, like the two below: no field of the record writes such a part. */
  lead?(value: T, out: Output): void;
  attributes?(value: T, out: Output): void;
  children?(value: T, out: Output): void;
}

interface Entry {
  readonly key: string;
  readonly required: boolean;
  readonly spec: FieldSpec<unknown>;
}

type Values = { readonly [key: string]: unknown };

/**
 * Compiles fields into one reader and one writer. The types inside are erased: the only values that `write` meets are
 * those of the properties that `StructOf<F>` derives from the same fields, which is what makes the two casts sound.
 */
export function compileRecord<F extends Fields>(fields: F): CompiledRecord<StructOf<F>> {
  const entries: Entry[] = Object.entries(fields).map(([key, { presence, spec }]) => ({
    key,
    required: presence === 'required',
    spec,
  }));
  const plans = new WritePlans(entries);

  function read(node: XmlElement, reading: Reading): Values {
    const values: { [key: string]: unknown } = {};
    let absent: Set<string> | undefined;
    if (reading.trace) Object.assign(values, { [absentKeys]: (absent = new Set<string>()) });
    for (const { key, required, spec } of entries) {
      const value = spec.read(node, reading);
      if (value !== undefined) values[key] = value;
      else if (required) {
        if (spec.absent === undefined) throw fault(node, reading, spec.missing(node), '', spec.kind);
        values[key] = spec.absent(node, reading);
        absent?.add(key);
      }
    }
    return values;
  }

  /** Does something with the value's plan, and the place of its values in the output. */
  function planned<R>(value: StructOf<F>, out: Output, use: (plan: WritePlan, base: number, out: Output) => R): R {
    const base = out.top;
    const result = use(plans.hold(value as Values, out), base, out);
    out.top = base;
    return result;
  }

  // What no field writes is left out, so that those who hold the record need not ask it.
  const parts = {
    ...(entries.some(({ spec }) => spec.lead) && {
      lead: (value: StructOf<F>, out: Output) => planned(value, out, writeLead),
    }),
    ...(entries.some(({ spec }) => spec.attributes) && {
      attributes: (value: StructOf<F>, out: Output) => planned(value, out, writeAttributes),
    }),
    ...(entries.some(({ spec }) => spec.children) && {
      children: (value: StructOf<F>, out: Output) => planned(value, out, writeChildren),
    }),
  };

  return {
    claims: claimsOf(() => entries.map(({ spec }) => spec.claims)),
    form: { kind: 'record', fields: entries },
    read: read as (node: XmlElement, reading: Reading) => StructOf<F>,
    plans,
    present: (value, out) => planned(value, out, isAnyShown),
    ...parts,
    inside: { ...parts, write: (value, out) => planned(value, out, writePlanned) },
  };
}

function isAnyShown(plan: WritePlan, base: number, out: Output): boolean {
  return anyShown(plan.all, base, out);
}

function writeLead(plan: WritePlan, base: number, out: Output): void {
  writeParts(plan.lead, base, out);
}

function writeAttributes(plan: WritePlan, base: number, out: Output): void {
  writeParts(plan.attributes, base, out);
}

function writeChildren(plan: WritePlan, base: number, out: Output): void {
  writeParts(plan.children, base, out);
}
