import { DomainModificationImpact } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import type { QemuDomain } from '../domain/qemu-domain.js';

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

/** Which of a domain's two definitions a call is about. */
export interface Impact {
  readonly live: boolean;
  readonly config: boolean;
}

/**
 * Reads the flags that choose between the running guest and its persistent definition; neither means what there is now.
 * @throws OPERATION_INVALID when the chosen one does not exist
 */
export function impactOf(domain: QemuDomain, flags: number): Impact {
  const { live: liveBit, config: configBit } = DomainModificationImpact;
  const chosen = flags & (liveBit | configBit);
  const live = chosen === 0 ? domain.isActive : (chosen & liveBit) !== 0;
  const config = chosen === 0 ? !domain.isActive : (chosen & configBit) !== 0;
  if (live && !domain.isActive) throw new VirtError('OPERATION_INVALID', 'QEMU', 'domain is not running');
  if (config && !domain.persistent)
    throw new VirtError('OPERATION_INVALID', 'QEMU', 'transient domains do not have any persistent config');
  return { live, config };
}
