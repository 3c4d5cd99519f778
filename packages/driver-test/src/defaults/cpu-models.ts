import { type Architecture, isArchitecture } from '@tsvirt/util';

const x86 = [
  '486',
  'pentium',
  'pentium2',
  'pentium3',
  'pentiumpro',
  'coreduo',
  'n270',
  'core2duo',
  'qemu32',
  'kvm32',
  'cpu64-rhel5',
  'cpu64-rhel6',
  'qemu64',
  'kvm64',
  'Conroe',
  'Penryn',
  'Nehalem',
  'Nehalem-IBRS',
  'Westmere',
  'Westmere-IBRS',
  'SandyBridge',
  'SandyBridge-IBRS',
  'IvyBridge',
  'IvyBridge-IBRS',
  'Haswell-noTSX',
  'Haswell-noTSX-IBRS',
  'Haswell',
  'Haswell-IBRS',
  'Broadwell-noTSX',
  'Broadwell-noTSX-IBRS',
  'Broadwell',
  'Broadwell-IBRS',
  'Skylake-Client',
  'Skylake-Client-IBRS',
  'Skylake-Client-noTSX-IBRS',
  'Skylake-Server',
  'Skylake-Server-IBRS',
  'Skylake-Server-noTSX-IBRS',
  'Cascadelake-Server',
  'Cascadelake-Server-noTSX',
  'Icelake-Client',
  'Icelake-Client-noTSX',
  'Icelake-Server',
  'Icelake-Server-noTSX',
  'Cooperlake',
  'Snowridge',
  'athlon',
  'phenom',
  'Opteron_G1',
  'Opteron_G2',
  'Opteron_G3',
  'Opteron_G4',
  'Opteron_G5',
  'EPYC',
  'EPYC-IBPB',
  'EPYC-Rome',
  'EPYC-Milan',
  'Dhyana',
];
const power = ['POWER6', 'POWER7', 'POWER8', 'POWER9', 'POWER10', 'POWERPC_e5500', 'POWERPC_e6500'];

/** Architectures whose CPU models have names; those with an empty list take any name. */
const models: Partial<Record<Architecture, readonly string[]>> = {
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
 * Names of an architecture's CPU models as libvirt 9.0 lists them (virConnectGetCPUModelNames).
 * @returns undefined when CPUs of this architecture have no models
 */
export function cpuModels(architecture: string): readonly string[] | undefined {
  return isArchitecture(architecture) ? models[architecture] : undefined;
}
