/** How fast jobs are on a host, in bytes a second. */
export interface Pace {
  readonly memory: number;
  readonly disk: number;
}

/** Jobs are done as soon as they are asked for. */
export const instantPace: Pace = { memory: Number.POSITIVE_INFINITY, disk: Number.POSITIVE_INFINITY };

/** A guest with 1 GiB of memory is saved in a second; the disks of a mock guest, 1 TiB, take eight. */
export const timedPace: Pace = { memory: 2 ** 30, disk: 2 ** 37 };

const mebibyte = 1_048_576;

/** The pace of a job that has a limit of its own, in bytes a second; 0 is none. Where jobs take no time, limits don't either. */
export function limited(bytesPerSecond: number, limit: number): number {
  return bytesPerSecond === Number.POSITIVE_INFINITY || limit === 0 ? bytesPerSecond : limit;
}

/** Bytes a second for a bandwidth in MiB/s. */
export function mebibytes(bandwidth: bigint): number {
  return Number(bandwidth) * mebibyte;
}
