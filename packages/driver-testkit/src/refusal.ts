import { type ErrorCode, VirtError } from '@tsvirt/util';
import { expect } from 'vitest';

/** Expects a call to fail with one of some codes. @returns the error */
export async function refusal(
  call: Promise<unknown>,
  what: string,
  ...codes: readonly ErrorCode[]
): Promise<VirtError> {
  const outcome = await call.then(
    value => ({ value }),
    (reason: unknown) => ({ reason }),
  );
  if (!('reason' in outcome)) expect.fail(`${what} must fail with ${codes.join(' or ')}, but succeeds`);
  const { reason } = outcome;
  if (!VirtError.is(reason)) expect.fail(`${what} must fail with a VirtError, but does with ${String(reason)}`);
  expect(
    codes,
    `${what} must fail with ${codes.join(' or ')}, but does with ${reason.code} (${reason.message})`,
  ).toContain(reason.code);
  return reason;
}

/** Waits for a call that may as well be refused with one of some codes. @returns whether it succeeded */
export async function tolerate(call: Promise<unknown>, ...codes: readonly ErrorCode[]): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (reason) {
    if (VirtError.is(reason) && codes.includes(reason.code)) return false;
    throw reason;
  }
}
