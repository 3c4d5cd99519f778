import { Bitmap } from '@tsvirt/util';
import type { ParamRecord } from '../parameters/parameter-group.js';

/** vCPUs as the guest itself knows them. */
export interface GuestVcpus {
  readonly vcpus: readonly number[];
  readonly online: readonly number[];
  /** Those that the guest could take offline. */
  readonly offlinable: readonly number[];
}

/** The three sets of `domainGetGuestVcpus`, which travel as text (`0-3,5`). */
export function guestVcpusOf(params: ParamRecord): GuestVcpus {
  const set = (name: string): readonly number[] => {
    const text = params[name];
    return typeof text === 'string' && text !== '' ? [...Bitmap.parse(text)] : [];
  };
  return { vcpus: set('vcpus'), online: set('online'), offlinable: set('offlinable') };
}
