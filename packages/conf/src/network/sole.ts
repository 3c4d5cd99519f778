import { atMost } from '../checked.js';
import type { Field, RequiredField } from '../kernel/index.js';

/** The field, of whose child element there must not be a second one. */
export function sole<T>(name: string, inner: Field<T>): RequiredField<T> {
  return atMost(1, name, inner, `Only one <${name}> element is allowed there`, { domain: 'NETWORK' });
}
