import { VirtError } from '@tsvirt/util';

/**
 * Refuses flags that a procedure of the mock hypervisor does not know.
 * @param procedure the API's function without `vir`, for the message
 * @throws VirtError INVALID_ARG
 */
export function checkFlags(flags: number, known: number, procedure: string): void {
  // Through >>> since bit 31 is a flag like any other.
  const unknown = (flags & ~known) >>> 0;
  if (unknown === 0) return;
  throw new VirtError('INVALID_ARG', 'TEST', `unsupported flags (0x${unknown.toString(16)}) in ${procedure}`);
}

/**
 * Refuses two flags together.
 * @throws VirtError INVALID_ARG
 */
export function checkExclusive(flags: number, first: number, second: number, procedure: string): void {
  if ((flags & first) === 0 || (flags & second) === 0) return;
  throw new VirtError(
    'INVALID_ARG',
    'DOMAIN',
    `flags 0x${first.toString(16)} and 0x${second.toString(16)} of ${procedure} are mutually exclusive`,
  );
}
