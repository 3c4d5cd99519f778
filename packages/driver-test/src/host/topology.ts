/** One NUMA cell of a mock host. */
export interface HostCell {
  /** KiB that are free; the mock's guests take none. */
  readonly freeMemoryKiB: bigint;
  readonly cpus: number;
}

/** What a mock host is made of, as `nodeGetInfo` and the capabilities show it. */
export interface HostTopology {
  /** The CPU model that nodeGetInfo names. */
  readonly model: string;
  readonly memoryKiB: bigint;
  readonly cpus: number;
  readonly mhz: number;
  readonly nodes: number;
  readonly sockets: number;
  readonly cores: number;
  readonly threads: number;
  readonly cells: readonly HostCell[];
}

/** The host behind `test:///default`. The figures don't add up; clients' tests know them as they are. */
export const defaultTopology: HostTopology = {
  model: 'i686',
  memoryKiB: 3_145_728n,
  cpus: 16,
  mhz: 1400,
  nodes: 2,
  sockets: 2,
  cores: 2,
  threads: 2,
  cells: [
    { freeMemoryKiB: 2_097_152n, cpus: 8 },
    { freeMemoryKiB: 4_194_304n, cpus: 8 },
  ],
};

/** More vCPUs than this no guest of the mock hypervisor gets. */
export const maxVcpus = 32;
