import type { ReadOptions } from '@tsvirt/conf/kernel';

/**
 * How a document is read when flags may ask for a check against the schema: what the schema does not know is refused then,
 * with XML_INVALID_SCHEMA.
 * @param validate the flag that asks for it
 */
export function strictIf(flags: number, validate: number): ReadOptions {
  return (flags & validate) === 0 ? {} : { unknown: 'refuse' };
}
