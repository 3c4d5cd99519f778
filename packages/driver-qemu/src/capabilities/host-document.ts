import type { CapabilitiesHost, HostCell, HostSecurityModel } from '@tsvirt/conf/capabilities';
import type { HostCpu as HostCpuDocument } from '@tsvirt/conf/cpu';
import { inDocumentOrder } from '@tsvirt/util/cpu';
import type { CacheBank, NumaCell } from '@tsvirt/util/host';
import type { HostCpu } from './host-capabilities.js';

/** Ways in which a host can sleep. */
export type SleepState = 'mem' | 'disk' | 'hybrid';

/** What capabilities tell of a host. */
export interface HostFindings {
  readonly uuid: string;
  readonly cpu: HostCpu;
  readonly sleep: readonly SleepState[];
  readonly iommu: boolean;
  readonly cells: readonly NumaCell[];
  readonly caches: readonly CacheBank[];
  readonly securityModels: readonly HostSecurityModel[];
}

/** The host's part of the document of virConnectGetCapabilities. */
export function hostDocument({
  uuid,
  cpu,
  sleep,
  iommu,
  cells,
  caches,
  securityModels,
}: HostFindings): CapabilitiesHost {
  return {
    uuid,
    cpu: cpuDocument(cpu, cells),
    powerManagement: {
      ...(sleep.includes('mem') && { suspendToMemory: true }),
      ...(sleep.includes('disk') && { suspendToDisk: true }),
      ...(sleep.includes('hybrid') && { hybridSuspend: true }),
    },
    iommu,
    migration: { live: true, uriTransports: ['tcp', 'rdma'] },
    topology: { cells: cells.map(cellDocument) },
    ...(caches.length > 0 && {
      cache: {
        banks: caches.map(({ id, level, kind, size, cpus }) => {
          return { id, level, type: kind, size, cpus: cpus.toString(), controls: [] };
        }),
      },
    }),
    securityModels,
  };
}

function cpuDocument(cpu: HostCpu, cells: readonly NumaCell[]): HostCpuDocument {
  const { arch, description, signature, microcode, tsc, topology, physicalAddressBits } = cpu;
  const names = (description?.features ?? []).map(feature => feature.name);
  return {
    arch,
    model: description?.model === undefined ? undefined : { name: description.model },
    vendor: description?.vendor,
    microcodeVersion: microcode,
    signature,
    counter: tsc === undefined ? undefined : { name: 'tsc', frequencyHz: tsc.hz, scaling: tsc.scaling },
    topology,
    addressWidth: physicalAddressBits === undefined ? undefined : { mode: 'emulate', bits: physicalAddressBits },
    features: inDocumentOrder(names).map(name => ({ name })),
    pageSizesKiB: (cells[0]?.pages ?? []).map(({ sizeKiB }) => BigInt(sizeKiB)),
  };
}

function cellDocument({ id, memoryKiB, pages, distances, cpus }: NumaCell): HostCell {
  return {
    id,
    memoryKiB,
    pages: pages.map(({ sizeKiB, total }) => ({ sizeKiB: BigInt(sizeKiB), count: BigInt(total) })),
    distances: distances.map(({ cell, value }) => ({ id: cell, value })),
    caches: [],
    cpus: cpus.map(cpu => ({
      id: cpu.id,
      socketId: cpu.socketId ?? 0,
      dieId: cpu.dieId ?? 0,
      coreId: cpu.coreId ?? 0,
      siblings: cpu.siblings.toString(),
    })),
  };
}
