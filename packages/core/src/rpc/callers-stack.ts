import type { VirtError } from '@tsvirt/util';

/** Errors that were made out of a reply or a time limit: nobody's call was on the stack. */
const arrived = new WeakSet<Error>();

/** Remembers that an error was made far from the call that it ends. */
export function farFromCaller(error: VirtError): VirtError {
  arrived.add(error);
  return error;
}

/**
 * Gives an error that was made far from its call the stack of those who wait for it, as far as they are async functions. Call
 * it where the call was awaited.
 * @param below the function from whose caller on the stack is of interest
 */
export function atCaller(reason: unknown, below: (...args: never) => unknown = atCaller): unknown {
  if (reason instanceof Error && arrived.delete(reason)) Error.captureStackTrace(reason, below);
  return reason;
}
