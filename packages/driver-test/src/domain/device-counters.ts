import type { GuestMeasures } from './guest-measures.js';
import type { TestDomain } from './test-domain.js';

/** What went through a disk. */
export interface DiskCounters {
  readonly rdReq: bigint;
  readonly rdBytes: bigint;
  readonly wrReq: bigint;
  readonly wrBytes: bigint;
  readonly errs: bigint;
}

/** What went through an interface. */
export interface InterfaceCounters {
  readonly rxBytes: bigint;
  readonly rxPackets: bigint;
  readonly rxErrs: bigint;
  readonly rxDrop: bigint;
  readonly txBytes: bigint;
  readonly txPackets: bigint;
  readonly txErrs: bigint;
  readonly txDrop: bigint;
}

/** Sizes of every disk, in bytes. */
export const blockSizes = {
  allocation: 1_099_511_627_776n,
  capacity: 1_099_506_450_432n,
  physical: 1_099_511_627_776n,
} as const;

/** What each disk of a guest has counted. */
export function diskCounters(domain: TestDomain, measures: GuestMeasures): DiskCounters {
  const { microseconds: base, seconds } = spans(domain, measures);
  return { rdReq: base / 10n, rdBytes: base / 20n, wrReq: base / 30n, wrBytes: base / 40n, errs: seconds / 2n };
}

/** What each interface of a guest has counted. */
export function interfaceCounters(domain: TestDomain, measures: GuestMeasures): InterfaceCounters {
  const { microseconds: base, seconds } = spans(domain, measures);
  return {
    rxBytes: base / 10n,
    rxPackets: base / 100n,
    rxErrs: seconds,
    rxDrop: seconds / 2n,
    txBytes: base / 20n,
    txPackets: base / 110n,
    txErrs: seconds / 3n,
    txDrop: seconds / 4n,
  };
}

/** For how long a guest has worked; the seconds are those after which something went wrong. */
function spans(
  domain: TestDomain,
  measures: GuestMeasures,
): { readonly microseconds: bigint; readonly seconds: bigint } {
  const ms = measures.workedMs(domain);
  const seconds = measures.hasErrors ? BigInt(Math.floor(ms / 1000)) : 0n;
  return { microseconds: BigInt(Math.floor(ms)) * 1000n, seconds };
}
