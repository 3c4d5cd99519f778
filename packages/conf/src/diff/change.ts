import type { JsonValue } from '../json/index.js';

/** One part in which two documents differ. */
export interface Change {
  readonly kind: 'added' | 'removed' | 'changed';
  /** `devices.disks[vda].source.file`: properties as in the values, items of lists by what tells them apart. */
  readonly path: string;
  /** Before, as JSON: a single value, or the whole record or list that is gone; absent when added, and for secrets. */
  readonly before?: JsonValue;
  /** After, as JSON; absent when removed. */
  readonly after?: JsonValue;
  /** The documents mean the same here: one of them leaves out what the other says, and completing it gives just that. */
  readonly onlyDefault: boolean;
}
