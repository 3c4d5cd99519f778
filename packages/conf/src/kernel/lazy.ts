import { noClaims } from './claims.js';
import type { ElementSchema } from './element.js';
import { opaque } from './form.js';

/** An element that contains itself: the description is looked up when it is first needed. */
export function lazy<T>(name: string, schema: () => ElementSchema<T>): ElementSchema<T> {
  return {
    name,
    describe: () => schema().describe?.() ?? { claims: noClaims, form: opaque },
    read: (node, reading) => schema().read(node, reading),
    write: (value, out) => schema().write(value, out),
  };
}
