import type { Capabilities } from '@tsvirt/conf/capabilities';
import { type CpuDescription, decodeX86, type X86Signature } from '@tsvirt/util/cpu';
import {
  type NodeInfo,
  readAttribute,
  readCacheBanks,
  readCpuInfo,
  readHostX86Cpu,
  readNodeCpus,
  readNodeInfo,
  readNumaCells,
  readTscFrequency,
  type TscFrequency,
} from '@tsvirt/util/host';
import { isErrno, VirtError } from '@tsvirt/util';
import { readdir } from 'node:fs/promises';
import { hostArchitecture } from './domain-type.js';
import { guestDocument, type GuestSupport } from './guest-document.js';
import { hostDocument, type HostFindings, type SleepState } from './host-document.js';

/** The host's processor as `<host><cpu>` tells it. */
export interface HostCpu {
  readonly arch: string;
  /** Absent where CPUs of this architecture have no names. */
  readonly description?: CpuDescription;
  readonly signature?: X86Signature;
  readonly microcode?: number;
  readonly tsc?: TscFrequency;
  readonly topology: {
    readonly sockets: number;
    readonly dies: number;
    readonly cores: number;
    readonly threads: number;
  };
  readonly physicalAddressBits?: number;
}

/** The host's processor. Slow the first time: CPUID is read, and KVM is asked for the clock. */
export async function readHostCpu(): Promise<HostCpu> {
  const [info, node, cpus, tsc] = await Promise.all([
    readCpuInfo(),
    readNodeInfo(),
    readNodeCpus(),
    readTscFrequency(),
  ]);
  const dies = new Set(cpus.filter(cpu => cpu.socketId === cpus[0]?.socketId).map(cpu => cpu.dieId ?? 0)).size;
  const arch = hostArchitecture();
  const common = { arch, topology: topologyOf(node, dies) };
  if (arch !== 'x86_64' && arch !== 'i686') return common;
  const data = await readHostX86Cpu(info);
  const description = described(() => decodeX86(data, { type: 'host' }));
  return {
    ...common,
    ...(description !== undefined && { description: { ...description, arch } }),
    ...(data.signature !== undefined && { signature: data.signature }),
    ...(info.microcode !== undefined && { microcode: info.microcode }),
    ...(tsc !== undefined && { tsc }),
    ...(info.physicalAddressBits !== undefined && { physicalAddressBits: info.physicalAddressBits }),
  };
}

function topologyOf({ sockets, cores, threads }: NodeInfo, dies: number): HostCpu['topology'] {
  return { sockets, dies: Math.max(1, dies), cores: Math.max(1, Math.floor(cores / Math.max(1, dies))), threads };
}

/** A host whose CPU has no name is told without; everything else about it stands. */
function described(decode: () => CpuDescription): CpuDescription | undefined {
  try {
    return decode();
  } catch (reason) {
    if (VirtError.is(reason) && reason.code === 'INTERNAL_ERROR') return undefined;
    throw reason;
  }
}

/** A host and what it can run. Memory and free pages change: these are read anew each time. */
export async function readHostCapabilities(
  known: Pick<HostFindings, 'uuid' | 'cpu' | 'securityModels'>,
  guests: readonly GuestSupport[],
): Promise<Capabilities> {
  const [cells, caches, sleep, iommu] = await Promise.all([
    readNumaCells(),
    readCacheBanks(),
    readSleepStates(),
    hasEntries('/sys/kernel/iommu_groups'),
  ]);
  // Inner caches say little about where to place guests, and are many.
  const outer = caches.filter(({ level }) => level >= 3);
  return {
    host: hostDocument({ ...known, cells, caches: outer, sleep, iommu }),
    guests: guests.map(guestDocument),
  };
}

async function readSleepStates(): Promise<SleepState[]> {
  const [states, disk] = await Promise.all([readAttribute('/sys/power/state'), readAttribute('/sys/power/disk')]);
  const named = (states ?? '').split(/\s+/);
  const toDisk = named.includes('disk');
  return [
    ...(named.includes('mem') ? (['mem'] as const) : []),
    ...(toDisk ? (['disk'] as const) : []),
    ...(toDisk && /\[?suspend\]?/.test(disk ?? '') ? (['hybrid'] as const) : []),
  ];
}

/** Whether a folder holds anything; a missing one does not. */
export async function hasEntries(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length > 0;
  } catch (reason) {
    if (isErrno(reason, 'ENOENT', 'EACCES')) return false;
    throw reason;
  }
}
