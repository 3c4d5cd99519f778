/** What tells how many CPU numbers a host has. */
interface HostCpus {
  readonly nodes: number;
  readonly sockets: number;
  readonly cores: number;
  readonly threads: number;
}

/** Bytes of a map of the host's CPU numbers, also of those that are offline (`VIR_NODEINFO_MAXCPUS`). */
export function mapLength({ nodes, sockets, cores, threads }: HostCpus): number {
  return (nodes * sockets * cores * threads + 7) >> 3;
}
