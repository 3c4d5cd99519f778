import { VirtError } from '@tsvirt/util';
import { emptyNode, type FormField, startReading } from '../kernel/index.js';

/**
 * What a property is when it is left out: undefined for an optional one, the default of one that has a default.
 * `'required'` marks one that has to be there.
 */
export function absenceOf({ key, required, spec }: FormField): { readonly value: unknown } | 'required' {
  if (!required) return { value: undefined };
  if (spec.absent === undefined) return 'required';
  const nothing = emptyNode(key, { line: 0, column: 0 });
  try {
    return { value: spec.absent(nothing, startReading(nothing)) };
  } catch (reason) {
    if (VirtError.is(reason)) return 'required';
    throw reason;
  }
}
