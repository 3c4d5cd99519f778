import { attr, type OptionalField, type RequiredField, within, yesNo } from '../kernel/index.js';

/** Whether a part can be had at all. */
export const supported: RequiredField<boolean> = attr('supported', yesNo);

/** An element that says no more than whether there is such a thing; absent: the daemon does not tell. */
export function ability(name: string): OptionalField<boolean> {
  return within(name, supported).optional;
}
