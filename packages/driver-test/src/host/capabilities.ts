import {
  type CapabilitiesGuest,
  formatCapabilities,
  type HostCell as CapabilitiesCell,
} from '@tsvirt/conf/capabilities';
import { type PagePools, pageSizesKiB } from './page-pools.js';
import type { HostTopology } from './topology.js';

/** The security driver that the mock claims, and the label of every running guest. */
export const securityModel = { model: 'testSecurity', doi: '', label: 'libvirt-test', enforcing: true } as const;

/** Of every mock host and its guests, whatever model nodeGetInfo names. */
export const architecture = 'i686';

/** The program that the mock's guests would be run by. */
export const emulator = '/usr/bin/test-hv';

/** What the document tells of a host beyond its topology. */
export interface HostTraits {
  readonly pages: PagePools;
  /** Absent: a CPU without a name. */
  readonly cpu?: { readonly model: string; readonly vendor: string };
  /** Whether it can suspend to memory. */
  readonly suspends?: boolean;
}

/** What the host and its guests alike can do, besides the features of a CPU. */
const abilities = { pae: true, nonpae: true } as const;

/** The capabilities document of a mock host. */
export function capabilities(topology: HostTopology, { pages, cpu, suspends = false }: HostTraits): string {
  const { model, doi } = securityModel;
  return formatCapabilities({
    host: {
      cpu: {
        arch: architecture,
        abilities,
        ...(cpu !== undefined && { model: { name: cpu.model }, vendor: cpu.vendor }),
        features: [],
        pageSizesKiB: pageSizesKiB.map(BigInt),
      },
      powerManagement: suspends ? { suspendToMemory: true } : {},
      iommu: false,
      topology: { cells: cellsOf(topology, pages) },
      securityModels: [{ model, doi, baseLabels: [] }],
    },
    guests: ['hvm', 'xen'].map(guest),
  });
}

function cellsOf({ cells }: HostTopology, pages: PagePools): readonly CapabilitiesCell[] {
  let firstCpu = 0;
  return cells.map((cell, id) => {
    const first = firstCpu;
    firstCpu += cell.cpus;
    return {
      id,
      memoryKiB: cell.freeMemoryKiB,
      pages: pages.of(id).map(({ sizeKiB, count }) => ({ sizeKiB: BigInt(sizeKiB), count: BigInt(count) })),
      distances: [],
      caches: [],
      cpus: Array.from({ length: cell.cpus }, (_, core) => {
        return { id: first + core, socketId: id, dieId: 0, coreId: core, siblings: String(first + core) };
      }),
    };
  });
}

function guest(osType: string): CapabilitiesGuest {
  return {
    osType,
    arch: {
      name: architecture,
      wordSize: 32,
      emulator,
      machines: [],
      domains: [{ type: 'test', machines: [] }],
    },
    features: abilities,
  };
}
