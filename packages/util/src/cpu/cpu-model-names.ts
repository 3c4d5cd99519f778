import { type Architecture, isArchitecture } from '../architecture.js';
import { x86ModelTable } from './x86-models.js';

const x86: readonly string[] = x86ModelTable.map(model => model.name);
const power = ['POWER6', 'POWER7', 'POWER8', 'POWER9', 'POWER10', 'POWERPC_e5500', 'POWERPC_e6500'];

/** Architectures whose CPU models have names; those with an empty list take any name. */
const names: Partial<Record<Architecture, readonly string[]>> = {
  i686: x86,
  x86_64: x86,
  ppc64: power,
  ppc64le: power,
  aarch64: [],
  armv6l: [],
  armv7l: [],
  armv7b: [],
  s390: [],
  s390x: [],
};

/**
 * Names of an architecture's CPU models, older ones first (virConnectGetCPUModelNames); none where any name goes.
 * @returns undefined when CPUs of this architecture have no models
 */
export function cpuModelNames(architecture: string): readonly string[] | undefined {
  return isArchitecture(architecture) ? names[architecture] : undefined;
}
