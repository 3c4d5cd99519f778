import { x86FeatureTable } from './x86-features.js';
import { type X86ModelFacts, type X86VendorName, x86ModelTable, x86Vendors } from './x86-models.js';

/** A named model with all its features. */
export interface X86Model {
  readonly name: string;
  /** Absent: CPUs of any vendor may be this model. */
  readonly vendor: X86VendorName | undefined;
  readonly features: ReadonlySet<string>;
  /** Features that are named as disabled where the model is told, as older machine types had them. */
  readonly removed: readonly string[];
  readonly decodesHost: boolean;
  readonly decodesGuest: boolean;
  readonly signature: X86ModelFacts['signature'];
}

/** Which CPU it is: the numbers that CPUID leaf 1 tells, extended ones added in. */
export interface X86Signature {
  readonly family: number;
  readonly model: number;
  readonly stepping: number;
}

/** All features in the order in which documents list them. */
export const x86Features: readonly string[] = x86FeatureTable.flatMap(word => Object.keys(word.bits));

const positions: ReadonlyMap<string, number> = new Map(x86Features.map((name, index) => [name, index]));
const msrFeatures: ReadonlySet<string> = new Set(
  x86FeatureTable.flatMap(word => ('msr' in word ? Object.keys(word.bits) : [])),
);

/** Whether a feature of that name is known. */
export function isX86Feature(name: string): boolean {
  return positions.has(name);
}

/** Whether a feature is told by a model-specific register, which older emulators cannot set. */
export function isMsrFeature(name: string): boolean {
  return msrFeatures.has(name);
}

/** The features in the order in which documents list them; unknown names are left out. */
export function inDocumentOrder(features: Iterable<string>): string[] {
  const wanted = new Set(features);
  return x86Features.filter(name => wanted.has(name));
}

let models: ReadonlyMap<string, X86Model> | undefined;

/** All models by name, older ones first. */
export function x86Models(): ReadonlyMap<string, X86Model> {
  return (models ??= resolve());
}

function resolve(): ReadonlyMap<string, X86Model> {
  const resolved = new Map<string, X86Model>();
  for (const facts of x86ModelTable) {
    const features = new Set(facts.from === undefined ? [] : resolved.get(facts.from)?.features);
    for (const name of words(facts.plus)) features.add(name);
    for (const name of words(facts.minus)) features.delete(name);
    resolved.set(facts.name, {
      name: facts.name,
      vendor: facts.vendor,
      features,
      removed: words(facts.removed),
      decodesHost: facts.decodesHost ?? true,
      decodesGuest: facts.decodesGuest ?? true,
      signature: facts.signature,
    });
  }
  return resolved;
}

function words(text: string | undefined): readonly string[] {
  return text === undefined ? [] : text.split(' ');
}

/** Whether a CPU with this signature is this model. */
export function hasSignature({ signature }: X86Model, cpu: X86Signature): boolean {
  if (signature === undefined || signature.family !== cpu.family || !signature.models.includes(cpu.model)) return false;
  const [first, last] = signature.steppings ?? [0, Number.POSITIVE_INFINITY];
  return cpu.stepping >= first && cpu.stepping <= last;
}

/** The vendor's name in documents for CPUID's text of twelve letters; undefined for one that documents cannot name. */
export function x86VendorOf(text: string): X86VendorName | undefined {
  for (const name of vendorNames) if (x86Vendors[name] === text) return name;
  return undefined;
}

/** Whether a vendor of that name is known. */
export function isX86Vendor(name: string): name is X86VendorName {
  return Object.hasOwn(x86Vendors, name);
}

const vendorNames = ['Intel', 'AMD', 'Hygon'] as const satisfies readonly X86VendorName[];
