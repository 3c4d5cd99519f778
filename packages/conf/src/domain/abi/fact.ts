import { VirtError } from '@tsvirt/util';
import { sameValue } from '../device/same-value.js';

/** One thing that a guest sees, and that must therefore stay as it is while the guest lives. */
export interface Fact<T> {
  /** What a message calls it. */
  readonly name: string;
  readonly of: (value: T) => unknown;
}

export function fact<T>(name: string, of: (value: T) => unknown): Fact<T> {
  return { name, of };
}

/**
 * Checks that two descriptions agree in all facts.
 * @param subject what they describe, as the message calls it
 * @throws CONFIG_UNSUPPORTED with the first fact that differs
 */
export function compareFacts<T>(subject: string, facts: readonly Fact<T>[], source: T, target: T): void {
  for (const { name, of } of facts) {
    const before = of(source);
    const after = of(target);
    if (!sameValue(before, after)) throw mismatch(`${subject} ${name}`, before, after);
  }
}

/** The fault that two values are not the same. */
export function mismatch(what: string, source: unknown, target: unknown): VirtError {
  const detail = `Target ${what} ${textOf(target)} does not match source ${textOf(source)}`;
  return new VirtError('CONFIG_UNSUPPORTED', 'DOMAIN', detail);
}

function textOf(value: unknown): string {
  switch (typeof value) {
    case 'undefined':
      return 'none';
    case 'object':
      return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? String(part) : part));
    case 'boolean':
      return value ? 'on' : 'off';
    default:
      return String(value);
  }
}
