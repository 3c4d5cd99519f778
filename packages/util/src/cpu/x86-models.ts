/** A CPU model as the table tells it. */
export interface X86ModelFacts {
  readonly name: string;
  /** Absent: any vendor's CPU may be taken for it. */
  readonly vendor?: X86VendorName;
  /** The CPUs that are this model: family, model numbers, and the first and last stepping where those matter. */
  readonly signature?: {
    readonly family: number;
    readonly models: readonly number[];
    readonly steppings?: readonly [first: number, last: number];
  };
  /** Whether a host's CPU may be told as this model; true. */
  readonly decodesHost?: boolean;
  /** Whether a guest's CPU may be told as this model; true. */
  readonly decodesGuest?: boolean;
  /** The model whose features it begins with; none. */
  readonly from?: string;
  /** Features that it has beyond those of `from`. */
  readonly plus?: string;
  /** Features of `from` that it lacks. */
  readonly minus?: string;
  /** Features that this model once had: guests of old machine types may show them, so they are disabled by name. */
  readonly removed?: string;
}

/** Who makes x86 CPUs: the name in documents, and the text that CPUID gives. */
export const x86Vendors = { Intel: 'GenuineIntel', AMD: 'AuthenticAMD', Hygon: 'HygonGenuine' } as const;
/** The name of one of the {@link x86Vendors}. */
export type X86VendorName = keyof typeof x86Vendors;

/**
 * The named x86 CPU models, older ones first: a search for the best match goes from the end. Each is told as its
 * difference from an earlier one. Names, vendors, signatures and features are those of libvirt 9.0's CPU map.
 */
// biome-ignore format: a table
export const x86ModelTable: readonly X86ModelFacts[] = [
  { name: '486', plus: 'fpu vme pse' },
  { name: 'pentium', from: '486', plus: 'de tsc msr mce cx8 mmx' },
  { name: 'pentium2', from: 'pentium', plus: 'pae sep mtrr pge mca cmov pat pse36 fxsr' },
  { name: 'pentium3', from: 'pentium2', plus: 'sse' },
  { name: 'pentiumpro', from: 'pentium3', plus: 'apic sse2', minus: 'vme mtrr mca pse36' },
  { name: 'coreduo', vendor: 'Intel', from: 'pentiumpro', plus: 'vme mtrr mca clflush pni monitor nx' },
  { name: 'n270', vendor: 'Intel', from: 'coreduo', plus: 'ssse3' },
  { name: 'core2duo', vendor: 'Intel', from: 'n270', plus: 'pse36 syscall lm' },
  { name: 'qemu32', from: 'pentiumpro', plus: 'pni' },
  { name: 'kvm32', from: 'qemu32', plus: 'mtrr mca pse36 clflush' },
  { name: 'cpu64-rhel5', decodesHost: false, decodesGuest: false, from: 'kvm32', plus: 'syscall nx lm' },
  { name: 'cpu64-rhel6', decodesHost: false, decodesGuest: false, from: 'cpu64-rhel5', plus: 'cx16 lahf_lm' },
  { name: 'qemu64', from: 'cpu64-rhel6', plus: 'svm', minus: 'lahf_lm' },
  { name: 'kvm64', from: 'qemu64', minus: 'svm' },
  {
    name: 'Conroe', vendor: 'Intel', signature: { family: 6, models: [15, 22] }, from: 'cpu64-rhel6', plus: 'ssse3',
    minus: 'cx16',
  },
  { name: 'Penryn', vendor: 'Intel', signature: { family: 6, models: [23, 29] }, from: 'Conroe', plus: 'cx16 sse4.1' },
  {
    name: 'Nehalem', vendor: 'Intel', signature: { family: 6, models: [26, 30, 31, 46] }, from: 'Penryn',
    plus: 'sse4.2 popcnt',
  },
  {
    name: 'Nehalem-IBRS', vendor: 'Intel', signature: { family: 6, models: [26, 30, 31, 46] }, from: 'Nehalem',
    plus: 'spec-ctrl',
  },
  { name: 'Westmere', vendor: 'Intel', signature: { family: 6, models: [44, 47, 37] }, from: 'Nehalem', plus: 'aes' },
  {
    name: 'Westmere-IBRS', vendor: 'Intel', signature: { family: 6, models: [44] }, from: 'Westmere', plus: 'spec-ctrl',
  },
  {
    name: 'SandyBridge', vendor: 'Intel', signature: { family: 6, models: [42, 45] }, from: 'Westmere',
    plus: 'pclmuldq x2apic tsc-deadline xsave avx rdtscp',
  },
  {
    name: 'SandyBridge-IBRS', vendor: 'Intel', signature: { family: 6, models: [42, 45] }, from: 'SandyBridge',
    plus: 'spec-ctrl',
  },
  {
    name: 'IvyBridge', vendor: 'Intel', signature: { family: 6, models: [58, 62] }, from: 'SandyBridge',
    plus: 'vme f16c rdrand fsgsbase smep erms',
  },
  {
    name: 'IvyBridge-IBRS', vendor: 'Intel', signature: { family: 6, models: [58, 62] }, from: 'IvyBridge',
    plus: 'spec-ctrl',
  },
  {
    name: 'Haswell-noTSX', vendor: 'Intel', signature: { family: 6, models: [60, 63, 69, 70] }, from: 'IvyBridge',
    plus: 'fma pcid movbe bmi1 avx2 bmi2 invpcid', minus: 'vme f16c rdrand',
  },
  {
    name: 'Haswell-noTSX-IBRS', vendor: 'Intel', signature: { family: 6, models: [60, 63, 69, 70] },
    from: 'Haswell-noTSX', plus: 'spec-ctrl',
  },
  {
    name: 'Haswell', vendor: 'Intel', signature: { family: 6, models: [60, 63, 69, 70] }, from: 'Haswell-noTSX',
    plus: 'hle rtm',
  },
  {
    name: 'Haswell-IBRS', vendor: 'Intel', signature: { family: 6, models: [60, 63, 69, 70] }, from: 'Haswell',
    plus: 'spec-ctrl',
  },
  {
    name: 'Broadwell-noTSX', vendor: 'Intel', signature: { family: 6, models: [61, 71, 79, 86] }, from: 'Haswell-noTSX',
    plus: 'rdseed adx smap 3dnowprefetch',
  },
  {
    name: 'Broadwell-noTSX-IBRS', vendor: 'Intel', signature: { family: 6, models: [61, 71, 79, 86] },
    from: 'Broadwell-noTSX', plus: 'spec-ctrl',
  },
  {
    name: 'Broadwell', vendor: 'Intel', signature: { family: 6, models: [61, 71, 79, 86] }, from: 'Broadwell-noTSX',
    plus: 'hle rtm',
  },
  {
    name: 'Broadwell-IBRS', vendor: 'Intel', signature: { family: 6, models: [61, 71, 79, 86] }, from: 'Broadwell',
    plus: 'spec-ctrl',
  },
  {
    name: 'Skylake-Client', vendor: 'Intel', signature: { family: 6, models: [94, 78, 142, 158] }, from: 'Broadwell',
    plus: 'vme f16c rdrand arat mpx xsaveopt xsavec xgetbv1 abm',
  },
  {
    name: 'Skylake-Client-IBRS', vendor: 'Intel', signature: { family: 6, models: [94, 78, 142, 158] },
    from: 'Skylake-Client', plus: 'spec-ctrl',
  },
  {
    name: 'Skylake-Client-noTSX-IBRS', vendor: 'Intel', signature: { family: 6, models: [94, 78, 142, 158] },
    decodesGuest: false, from: 'Skylake-Client-IBRS', minus: 'hle rtm',
  },
  {
    name: 'Skylake-Server', vendor: 'Intel', signature: { family: 6, models: [85], steppings: [0, 4] },
    from: 'Skylake-Client', plus: 'avx512f avx512dq clwb avx512cd avx512bw avx512vl pdpe1gb',
  },
  {
    name: 'Skylake-Server-IBRS', vendor: 'Intel', signature: { family: 6, models: [85], steppings: [0, 4] },
    from: 'Skylake-Server', plus: 'spec-ctrl',
  },
  {
    name: 'Skylake-Server-noTSX-IBRS', vendor: 'Intel', signature: { family: 6, models: [85], steppings: [0, 4] },
    decodesGuest: false, from: 'Skylake-Server-IBRS', minus: 'hle rtm',
  },
  {
    name: 'Cascadelake-Server', vendor: 'Intel', signature: { family: 6, models: [85], steppings: [5, 7] },
    from: 'Skylake-Server-IBRS', plus: 'clflushopt avx512vnni ssbd',
  },
  {
    name: 'Cascadelake-Server-noTSX', vendor: 'Intel', signature: { family: 6, models: [85], steppings: [5, 7] },
    decodesGuest: false, from: 'Cascadelake-Server', minus: 'hle rtm',
  },
  {
    name: 'Icelake-Client', vendor: 'Intel', signature: { family: 6, models: [126] }, from: 'Skylake-Client-IBRS',
    plus:
      'avx512vbmi umip pku avx512vbmi2 gfni vaes vpclmulqdq avx512vnni avx512bitalg avx512-vpopcntdq ssbd ' +
      'wbnoinvd',
    removed: 'intel-pt',
  },
  {
    name: 'Icelake-Client-noTSX', vendor: 'Intel', signature: { family: 6, models: [126] }, decodesGuest: false,
    from: 'Icelake-Client', minus: 'hle rtm', removed: 'intel-pt',
  },
  {
    name: 'Icelake-Server', vendor: 'Intel', signature: { family: 6, models: [106] }, from: 'Icelake-Client',
    plus: 'avx512f avx512dq clflushopt clwb avx512cd avx512bw avx512vl la57 pdpe1gb', removed: 'intel-pt',
  },
  {
    name: 'Icelake-Server-noTSX', vendor: 'Intel', signature: { family: 6, models: [106] }, decodesGuest: false,
    from: 'Icelake-Server', minus: 'hle rtm', removed: 'intel-pt',
  },
  {
    name: 'Cooperlake', vendor: 'Intel', signature: { family: 6, models: [85], steppings: [10, 11] },
    from: 'Cascadelake-Server',
    plus:
      'pku stibp arch-capabilities avx512-bf16 rdctl-no ibrs-all skip-l1dfl-vmentry mds-no pschange-mc-no ' +
      'taa-no',
    minus: 'mpx',
  },
  {
    name: 'Snowridge', vendor: 'Intel', signature: { family: 6, models: [134] }, from: 'IvyBridge-IBRS',
    plus:
      'movbe arat rdseed smap clflushopt clwb sha-ni umip gfni cldemote movdiri movdir64b arch-capabilities ' +
      'core-capability ssbd xsaveopt xsavec xgetbv1 pdpe1gb 3dnowprefetch split-lock-detect',
    minus: 'avx f16c',
  },
  { name: 'athlon', vendor: 'AMD', from: 'pentiumpro', plus: 'vme mtrr pse36 mmxext 3dnowext 3dnow' },
  { name: 'phenom', vendor: 'AMD', from: 'qemu64', plus: 'monitor mmxext fxsr_opt 3dnowext 3dnow', minus: 'cx16' },
  { name: 'Opteron_G1', vendor: 'AMD', signature: { family: 15, models: [6] }, from: 'cpu64-rhel5' },
  { name: 'Opteron_G2', vendor: 'AMD', signature: { family: 15, models: [6] }, from: 'qemu64', plus: 'rdtscp lahf_lm' },
  {
    name: 'Opteron_G3', vendor: 'AMD', signature: { family: 15, models: [6] }, from: 'Opteron_G2',
    plus: 'popcnt abm sse4a misalignsse', removed: 'monitor',
  },
  {
    name: 'Opteron_G4', vendor: 'AMD', signature: { family: 21, models: [1] }, from: 'SandyBridge',
    plus: 'pdpe1gb svm abm sse4a misalignsse 3dnowprefetch xop fma4', minus: 'x2apic tsc-deadline',
  },
  {
    name: 'Opteron_G5', vendor: 'AMD', signature: { family: 21, models: [2] }, from: 'Opteron_G4', plus: 'fma f16c tbm',
  },
  {
    name: 'EPYC', vendor: 'AMD', signature: { family: 23, models: [1] }, from: 'Skylake-Client-noTSX-IBRS',
    plus: 'clflushopt sha-ni mmxext fxsr_opt pdpe1gb svm cr8legacy sse4a misalignsse osvw',
    minus: 'pcid x2apic tsc-deadline erms invpcid mpx spec-ctrl', removed: 'monitor',
  },
  {
    name: 'EPYC-IBPB', vendor: 'AMD', signature: { family: 23, models: [1] }, from: 'EPYC', plus: 'ibpb',
    removed: 'monitor',
  },
  {
    name: 'EPYC-Rome', vendor: 'AMD', signature: { family: 23, models: [49] }, from: 'EPYC-IBPB',
    plus: 'clwb umip rdpid perfctr_core clzero xsaveerptr wbnoinvd amd-stibp npt nrip-save',
  },
  {
    name: 'EPYC-Milan', vendor: 'AMD', signature: { family: 25, models: [1] }, from: 'EPYC-Rome',
    plus: 'pcid erms invpcid pku fsrm xsaves ibrs amd-ssbd svme-addr-chk',
  },
  {
    name: 'Dhyana', vendor: 'Hygon', signature: { family: 24, models: [0] }, from: 'EPYC-IBPB',
    minus: 'pclmuldq aes sha-ni', removed: 'monitor',
  },
];
