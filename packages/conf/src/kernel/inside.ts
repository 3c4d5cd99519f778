import type { FieldSpec } from './field.js';
import type { Output } from './output.js';
import { writeKeptAttributes } from './unknown.js';

/** The parts that a spec writes. */
type Parts<T> = Pick<FieldSpec<T>, 'lead' | 'attributes' | 'children'>;

/** A way to write all parts of a value in one go, with less looking around than one after the other. */
export interface Inside<T> extends Parts<T> {
  /** Kept attributes included. */
  write(this: void, value: T, out: Output): void;
}

/** What writes all that a value has, into an element that holds nothing else. */
export function insideOf<T>(spec: FieldSpec<T>): Inside<T>['write'] {
  const { inside, lead, attributes, children } = spec;
  // A spec made of another one inherits its way, which is not its own where it writes a part otherwise.
  if (inside !== undefined && inside.lead === lead && inside.attributes === attributes && inside.children === children)
    return inside.write;
  return (value, out) => {
    lead?.(value, out);
    attributes?.(value, out);
    writeKeptAttributes(out);
    children?.(value, out);
  };
}
