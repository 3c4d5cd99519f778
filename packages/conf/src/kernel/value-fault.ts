import { type ErrorCode, type ErrorDomain, VirtError } from '@tsvirt/util';

/** The properties that a value can have, whichever kind of a union it is. */
export type PropertyName<T> = T extends unknown ? keyof T & string : never;

/**
 * Which part of a value is wrong; the `cause` of an error that is found across elements, until `placed` finds where the
 * part is in the document. Logs do not see the part: it may hold secrets.
 */
export class ValueFault extends Error {
  /** `ValueFault`. */
  override readonly name = 'ValueFault';
  readonly #holder: object;
  readonly #key: string | undefined;

  constructor(what: string, holder: object, key: string | undefined) {
    super(what);
    this.#holder = holder;
    this.#key = key;
  }

  /** The record that is wrong, or whose property is. */
  get holder(): object {
    return this.#holder;
  }

  /** The property that is wrong; undefined when it is all of the record. */
  get key(): string | undefined {
    return this.#key;
  }
}

/**
 * An error about one part of a value.
 * @param holder the record, which has to be in the value that is checked
 * @param key the property of it that is wrong; absent: all of it, or what it lacks
 */
export function valueFault<T extends object>(
  [code, domain]: readonly [ErrorCode, ErrorDomain],
  detail: string | undefined,
  holder: T,
  key?: PropertyName<T>,
): VirtError {
  return new VirtError(code, domain, detail, { cause: new ValueFault(detail ?? code, holder, key) });
}
