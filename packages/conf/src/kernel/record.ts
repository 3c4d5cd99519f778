import type { XmlElement } from '@tsvirt/util/xml';
import { type Claims, claimsOf } from './claims.js';
import { fault } from './fault.js';
import type { FieldSpec } from './field.js';
import type { Form } from './form.js';
import type { Output } from './output.js';
import type { Reading } from './reading.js';
import type { Fields, StructOf } from './shape.js';
import { absentKeys } from './trace.js';
import { anyShown, type WritePlan, WritePlans, writeParts } from './write-plan.js';

/** Fields made ready to run: what elements and groups have in common. */
export interface CompiledRecord<T> {
  readonly claims: Claims;
  readonly form: Form;
  read(node: XmlElement, reading: Reading): T;
  planOf(this: void, value: T): WritePlan;
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

  const planOf = (value: StructOf<F>) => plans.of(value as Values);

  return {
    claims: claimsOf(() => entries.map(({ spec }) => spec.claims)),
    form: { kind: 'record', fields: entries },
    read: read as (node: XmlElement, reading: Reading) => StructOf<F>,
    planOf,
    present: (value, out) => anyShown(planOf(value).all, value as Values, out),
    // What no field writes is left out, so that those who hold the record need not ask it.
    ...(entries.some(({ spec }) => spec.lead) && {
      lead: (value: StructOf<F>, out: Output) => writeParts(planOf(value).lead, value as Values, out),
    }),
    ...(entries.some(({ spec }) => spec.attributes) && {
      attributes: (value: StructOf<F>, out: Output) => writeParts(planOf(value).attributes, value as Values, out),
    }),
    ...(entries.some(({ spec }) => spec.children) && {
      children: (value: StructOf<F>, out: Output) => writeParts(planOf(value).children, value as Values, out),
    }),
  };
}
