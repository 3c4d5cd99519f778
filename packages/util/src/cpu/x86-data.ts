import { qemuFeatureNames, x86FeatureTable } from './x86-features.js';
import { isX86Feature, type X86Signature, x86VendorOf } from './x86-model.js';
import type { X86VendorName } from './x86-models.js';

/** What an x86 CPU is and can do. */
export interface X86CpuData {
  readonly vendor: X86VendorName | undefined;
  readonly signature: X86Signature | undefined;
  readonly features: ReadonlySet<string>;
}

/** What CPUID answers for a leaf and subleaf. */
export interface CpuidRegisters {
  readonly eax: number;
  readonly ebx: number;
  readonly ecx: number;
  readonly edx: number;
}

/** Answers of a CPU: undefined for leaves and registers that it has not, or that nobody may read. */
export interface X86Registers {
  cpuid(leaf: number, subleaf: number): CpuidRegisters | undefined;
  msr(index: number): bigint | undefined;
}

/** The leaves and subleaves that hold features, vendor and signature: what must be read of a CPU to know it. */
export const x86CpuidLeaves: readonly { readonly leaf: number; readonly subleaf: number }[] = [
  ...new Map(
    [{ leaf: 0 }, ...x86FeatureTable.flatMap(word => ('msr' in word ? [] : [word]))].map(word => {
      const subleaf = 'subleaf' in word ? (word.subleaf ?? 0) : 0;
      return [`${word.leaf}:${subleaf}`, { leaf: word.leaf, subleaf }] as const;
    }),
  ).values(),
];

/** The model-specific registers that hold features. */
export const x86FeatureMsrs: readonly number[] = [
  ...new Set(x86FeatureTable.flatMap(word => ('msr' in word ? [word.msr] : []))),
];

/** Reads a CPU's registers as vendor, signature and features. */
export function decodeRegisters(registers: X86Registers): X86CpuData {
  const features = new Set<string>();
  for (const word of x86FeatureTable) {
    const value = 'msr' in word ? msrHalf(registers, word.msr, word.register) : cpuidRegister(registers, word);
    if (value === undefined) continue;
    for (const [name, bit] of Object.entries(word.bits)) if (((value >>> bit) & 1) === 1) features.add(name);
  }
  const first = registers.cpuid(0, 0);
  const version = registers.cpuid(1, 0);
  return {
    vendor: first === undefined ? undefined : x86VendorOf(vendorText(first)),
    signature: version === undefined ? undefined : signatureOf(version.eax),
    features,
  };
}

function cpuidRegister(
  registers: X86Registers,
  word: { readonly leaf: number; readonly subleaf?: number; readonly register: keyof CpuidRegisters },
): number | undefined {
  return registers.cpuid(word.leaf, word.subleaf ?? 0)?.[word.register];
}

function msrHalf(registers: X86Registers, index: number, register: 'eax' | 'edx'): number | undefined {
  const value = registers.msr(index);
  return value === undefined ? undefined : Number(BigInt.asUintN(32, register === 'eax' ? value : value >> 32n));
}

/** Twelve letters, four each in EBX, EDX and ECX. */
function vendorText({ ebx, edx, ecx }: CpuidRegisters): string {
  return [ebx, edx, ecx]
    .flatMap(word => [0, 8, 16, 24].map(shift => String.fromCharCode((word >>> shift) & 0xff)))
    .join('');
}

/** EAX of CPUID leaf 1: extended family counts from base family 15 on, extended model for families 6 and 15. */
function signatureOf(eax: number): X86Signature {
  const family = (eax >>> 8) & 0xf;
  const model = (eax >>> 4) & 0xf;
  return {
    family: family === 15 ? family + ((eax >>> 20) & 0xff) : family,
    model: family === 6 || family === 15 ? model + (((eax >>> 16) & 0xf) << 4) : model,
    stepping: eax & 0xf,
  };
}

/** The documents' name of a feature that QEMU names; the same where it has no other. */
export function featureOfQemu(name: string): string {
  return qemuFeatureNames[name] ?? name;
}

/** QEMU's spelling of a feature: the inverse of `featureOfQemu`. */
export function qemuNameOf(feature: string): string {
  return qemuSpellings.get(feature) ?? feature;
}

// Where there are several, the later one is the alias; QEMU takes all of them.
const qemuSpellings: ReadonlyMap<string, string> = new Map(
  Object.entries(qemuFeatureNames)
    .toReversed()
    .map(([qemu, feature]) => [feature, qemu]),
);

/** A CPU out of the properties that QEMU tells of a CPU model (`query-cpu-model-expansion`). */
export function decodeQemuProperties(properties: Readonly<Record<string, unknown>>): X86CpuData {
  const features = new Set<string>();
  for (const [name, value] of Object.entries(properties)) {
    const feature = featureOfQemu(name);
    if (value === true && isX86Feature(feature)) features.add(feature);
  }
  const { vendor, family, model, stepping } = properties;
  return {
    vendor: typeof vendor === 'string' ? x86VendorOf(vendor) : undefined,
    signature:
      typeof family === 'number' && typeof model === 'number' && typeof stepping === 'number'
        ? { family, model, stepping }
        : undefined,
    features,
  };
}
