import { VirtError } from '@tsvirt/util';

/**
 * Refuses flags that a call does not know.
 * @param api the call's name in the API, for the message
 * @throws INVALID_ARG
 */
export function checkFlags(flags: number, known: number, api: string): void {
  const unknown = (flags & ~known) >>> 0;
  if (unknown !== 0)
    throw new VirtError('INVALID_ARG', 'QEMU', `unsupported flags (0x${unknown.toString(16)}) in function ${api}`);
}
