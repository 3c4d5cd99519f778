import { field, type RequiredField } from './field.js';
import { compileRecord } from './record.js';
import type { Fields, StructOf } from './shape.js';

/** Several fields of one element that make up one value. */
export function group<F extends Fields>(fields: F): RequiredField<StructOf<F>> {
  const { plans: _, ...record } = compileRecord(fields);
  return field<StructOf<F>>({ ...record, missing: node => `Missing content of element '${node.name}'` });
}
