import type { XmlElement } from '@tsvirt/util/xml';
import { type Claims, mergeClaims } from './claims.js';
import { fault } from './fault.js';
import type { FieldSpec } from './field.js';
import type { Form } from './form.js';
import type { Output } from './output.js';
import type { Reading } from './reading.js';
import type { Fields, StructOf } from './shape.js';
import { absentKeys } from './trace.js';

/** Fields made ready to run: what elements and groups have in common. */
export interface CompiledRecord<T> {
  readonly claims: Claims;
  readonly form: Form;
  read(node: XmlElement, reading: Reading): T;
  present(value: T, out: Output): boolean;
  lead(value: T, out: Output): void;
  attributes(value: T, out: Output): void;
  children(value: T, out: Output): void;
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
  const leading = entries.filter(({ spec }) => spec.lead !== undefined);
  const attributes = entries.filter(({ spec }) => spec.attributes !== undefined);
  const children = entries.filter(({ spec }) => spec.children !== undefined);

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

  function present(values: Values, out: Output): boolean {
    for (const { key, spec } of entries) if (shows(spec, values[key], out)) return true;
    return false;
  }

  return {
    claims: mergeClaims(entries.map(({ spec }) => spec.claims)),
    form: { kind: 'record', fields: entries },
    read: read as (node: XmlElement, reading: Reading) => StructOf<F>,
    present: present as (value: StructOf<F>, out: Output) => boolean,
    lead: writer(leading, (spec, value, out) => spec.lead?.(value, out)),
    attributes: writer(attributes, (spec, value, out) => spec.attributes?.(value, out)),
    children: writer(children, (spec, value, out) => spec.children?.(value, out)),
  };
}

function shows(spec: FieldSpec<unknown>, value: unknown, out: Output): boolean {
  return value !== undefined && (spec.present === undefined || spec.present(value, out));
}

function writer<T>(entries: readonly Entry[], write: (spec: FieldSpec<unknown>, value: unknown, out: Output) => void) {
  return (value: T, out: Output): void => {
    const values = value as Values; // an object with one property for each entry, by StructOf
    for (const { key, spec } of entries) {
      const part = values[key];
      if (shows(spec, part, out)) write(spec, part, out);
    }
  };
}
