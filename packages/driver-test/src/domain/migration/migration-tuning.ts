/** What a guest's migrations keep to. */
export interface MigrationTuning {
  /** MiB/s; 0 is no limit. */
  readonly bandwidth: bigint;
  readonly postcopyBandwidth: bigint;
  /** Milliseconds that the guest may stand still at the end. */
  readonly downtimeMs: bigint;
  /** Bytes of the cache for compression. */
  readonly cacheSize: bigint;
}

/** What QEMU keeps to unless told otherwise. */
export const migrationTuning: MigrationTuning = {
  bandwidth: 8_796_093_022_207n,
  postcopyBandwidth: 0n,
  downtimeMs: 300n,
  cacheSize: 67_108_864n,
};
