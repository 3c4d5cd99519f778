import { Bitmap, VirtError } from '@tsvirt/util';
import type { HostTopology } from '../host/topology.js';
import type { Definition } from './definition.js';

/** How many CPUs of the host a guest can be pinned to. */
export function hostCpuCount({ nodes, sockets, cores, threads }: HostTopology): number {
  return nodes * sockets * cores * threads;
}

/** The host CPUs that one vCPU may run on: its own pinning, else the one for all, else every CPU. */
export function vcpuAffinity(definition: Definition, vcpu: number, topology: HostTopology): Bitmap {
  const own = definition.cputune?.vcpupins?.find(pin => pin.vcpu === vcpu)?.cpuset;
  return affinity(own ?? definition.vcpu?.cpuset, topology);
}

/** The host CPUs that the emulator's own threads may run on. */
export function emulatorAffinity(definition: Definition, topology: HostTopology): Bitmap {
  return affinity(definition.cputune?.emulatorpin?.cpuset ?? definition.vcpu?.cpuset, topology);
}

function affinity(cpuset: string | undefined, topology: HostTopology): Bitmap {
  return cpuset === undefined ? Bitmap.range(0, hostCpuCount(topology) - 1) : Bitmap.parse(cpuset);
}

/** The definition with one vCPU pinned, to no CPU at all if somebody says so. */
export function withVcpuPinned(definition: Definition, vcpu: number, cpus: Bitmap): Definition {
  const others = (definition.cputune?.vcpupins ?? []).filter(pin => pin.vcpu !== vcpu);
  const pins = [...others, { vcpu, cpuset: cpus.toString() }].sort((a, b) => a.vcpu - b.vcpu);
  return { ...definition, cputune: { ...definition.cputune, vcpupins: pins } };
}

/** The definition with the emulator's threads pinned. */
export function withEmulatorPinned(definition: Definition, cpus: Bitmap): Definition {
  return { ...definition, cputune: { ...definition.cputune, emulatorpin: { cpuset: cpus.toString() } } };
}

/** The set's bytes for the wire: exactly `length` of them. */
export function cpumapOf(cpus: Bitmap, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (const cpu of cpus) if (cpu < length * 8) bytes[cpu >> 3] = (bytes[cpu >> 3] ?? 0) | (1 << (cpu & 7));
  return bytes;
}

/**
 * The CPUs that something is to be pinned to.
 * @throws VirtError INVALID_ARG for none
 */
export function pinnedCpus(cpumap: Uint8Array, what: string): Bitmap {
  const cpus = Bitmap.fromBytes(cpumap);
  if (cpus.isEmpty) throw new VirtError('INVALID_ARG', 'TEST', `empty list of CPUs for pinning the ${what}`);
  return cpus;
}
