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

/** What a disk of the mock hypervisor has counted after so many milliseconds of work. */
export function diskCounters(workedMs: number): DiskCounters {
  const { microseconds: base, seconds } = spans(workedMs);
  return { rdReq: base / 10n, rdBytes: base / 20n, wrReq: base / 30n, wrBytes: base / 40n, errs: seconds / 2n };
}

/** The same for an interface. */
export function interfaceCounters(workedMs: number): InterfaceCounters {
  const { microseconds: base, seconds } = spans(workedMs);
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

function spans(ms: number): { readonly microseconds: bigint; readonly seconds: bigint } {
  return { microseconds: BigInt(Math.floor(ms)) * 1000n, seconds: BigInt(Math.floor(ms / 1000)) };
}
