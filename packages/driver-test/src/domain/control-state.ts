import { DomainControlErrorReason, DomainControlState as State } from '@tsvirt/core/protocol';

/** Whether a guest can be controlled; the time in milliseconds. */
export interface ControlInfo {
  readonly state: number;
  readonly details: number;
  readonly stateTime: bigint;
}

/** As long as nothing is wrong. */
export const inControl: ControlInfo = { state: State.ok, details: 0, stateTime: 0n };

/** Seconds on a guest's clock from which each state holds, and the reasons that errors have in turn. */
const [occupied, failed, fine] = [10_000n, 30_000n, 60_000n];
const reasons = BigInt(Object.keys(DomainControlErrorReason).length);

/**
 * What libvirt's mock says of a guest whose clock somebody set to a time early in 1970: so tests of clients can have each state.
 * @param seconds what the guest's clock shows, since 1970
 */
export function controlAt(seconds: bigint): ControlInfo {
  if (seconds <= 0n || seconds >= fine) return inControl;
  if (seconds < occupied) return { state: State.job, details: 0, stateTime: seconds };
  if (seconds < failed) return { state: State.occupied, details: 0, stateTime: seconds - occupied };
  return { state: State.error, details: Number(seconds % reasons), stateTime: seconds - failed };
}
