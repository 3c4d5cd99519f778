import type { ElementSchema } from './element.js';

/** An element that contains itself: the description is looked up when it is first needed. */
export function lazy<T>(name: string, schema: () => ElementSchema<T>): ElementSchema<T> {
  return {
    name,
    read: (node, reading) => schema().read(node, reading),
    write: (value, out) => schema().write(value, out),
  };
}
