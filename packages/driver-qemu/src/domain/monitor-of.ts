import { VirtError } from '@tsvirt/util';
import type { Monitor } from '../monitor/monitor.js';
import type { Running } from './qemu-domain.js';

/** @throws OPERATION_INVALID while QEMU cannot be asked */
export function monitorOf({ name, live }: Running): Monitor {
  const { process } = live;
  if (process === undefined) throw new VirtError('OPERATION_INVALID', 'QEMU', `domain '${name}' has no monitor`);
  return process.monitor;
}
