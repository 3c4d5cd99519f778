import { VirtError } from '../virt-error.js';
import type { CpuDescription, CpuFeature } from './cpu-description.js';
import { cpuModelNames } from './cpu-model-names.js';
import { featuresOfCpu, x86ModelNamed } from './x86-feature-set.js';
import { decodeX86 } from './x86-decode.js';
import { isX86Vendor } from './x86-model.js';
import type { X86VendorName } from './x86-models.js';

/** What the common CPU of several hosts may be. */
export interface BaselineOptions {
  /** Leaves out the features that bind a guest to its host. */
  readonly migratable: boolean;
  /** The models that a hypervisor has, with what keeps it from running them; absent: all models. */
  readonly models?: ReadonlyMap<string, readonly string[]>;
  /** The features that a hypervisor can give; absent: any. */
  readonly features?: ReadonlySet<string>;
}

/**
 * As `baselineX86`; for other architectures, whose models have no features that could be compared, the model that all share.
 * @throws INVALID_ARG without CPUs, OPERATION_FAILED when they have nothing in common, INTERNAL_ERROR for unknown names
 */
export function baselineCpu(cpus: readonly CpuDescription[], options: BaselineOptions): CpuDescription {
  const [first] = cpus;
  if (first?.arch === undefined || first.arch === 'x86_64' || first.arch === 'i686') return baselineX86(cpus, options);
  const names = cpuModelNames(first.arch);
  if (names === undefined || first.model === undefined)
    throw new VirtError('NO_SUPPORT', 'CPU', `cannot compute baseline CPU of ${first.arch} architecture`);
  if (cpus.some(cpu => cpu.model !== first.model))
    throw new VirtError('OPERATION_FAILED', 'CPU', 'CPUs are incompatible');
  if (names.length === 0) {
    return { type: 'guest', match: 'exact', model: first.model, fallback: 'allow', features: sharedFeatures(cpus) };
  }
  if (!names.includes(first.model)) throw new VirtError('INTERNAL_ERROR', 'CPU', `Unknown CPU model ${first.model}`);
  return { type: 'guest', match: 'exact', model: first.model, fallback: 'forbid', features: [] };
}

function sharedFeatures([first, ...others]: readonly CpuDescription[]): CpuFeature[] {
  const inAll = (name: string) => others.every(cpu => cpu.features.some(feature => feature.name === name));
  return (first?.features ?? []).filter(({ name }) => inAll(name)).map(({ name }) => ({ name, policy: 'require' }));
}

/**
 * The guest CPU that every one of the given CPUs can run: the best model for what they share.
 * @throws INVALID_ARG without CPUs, OPERATION_FAILED when vendors differ or nothing is shared, INTERNAL_ERROR for unknown names
 */
export function baselineX86(cpus: readonly CpuDescription[], options: BaselineOptions): CpuDescription {
  const [first] = cpus;
  if (first === undefined) throw new VirtError('INVALID_ARG', 'CPU', 'No CPUs given');
  let shared: ReadonlySet<string> = featuresOfCpu(first);
  for (const cpu of cpus.slice(1)) shared = inBoth(shared, featuresOfCpu(cpu));
  const vendor = commonVendor(cpus);
  if (options.features !== undefined) shared = inBoth(shared, options.features);
  if (shared.size === 0) throw new VirtError('OPERATION_FAILED', 'CPU', 'CPUs are incompatible');
  const preferred = cpus.every(cpu => cpu.model === first.model) ? first.model : undefined;
  const { vendor: decoded, ...cpu } = decodeX86(
    { vendor, signature: undefined, features: shared },
    { type: 'guest', preferred, models: options.models, migratable: options.migratable },
  );
  const tellVendor = decoded !== undefined && cpus.every(candidate => candidate.vendor !== undefined);
  return {
    ...cpu,
    ...(tellVendor && { vendor: decoded }),
    ...(cpu.model !== undefined && cpu.model === preferred && { fallback: 'forbid' as const }),
  };
}

function inBoth(one: ReadonlySet<string>, other: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...one].filter(name => other.has(name)));
}

/** The vendor that all of them name or whose models they are; undefined when nobody says. */
function commonVendor(cpus: readonly CpuDescription[]): X86VendorName | undefined {
  let common: X86VendorName | undefined;
  cpus.forEach((cpu, index) => {
    const model = cpu.model === undefined ? undefined : x86ModelNamed(cpu.model);
    // The first one's model counts only as its features do: the reference takes its vendor as the document says it.
    const vendor = cpu.vendor ?? (index === 0 ? undefined : model?.vendor);
    if (index > 0 && cpu.vendor !== undefined && model?.vendor !== undefined && cpu.vendor !== model.vendor) {
      throw new VirtError(
        'OPERATION_FAILED',
        'CPU',
        `CPU vendor ${model.vendor} of model ${model.name} differs from vendor ${cpu.vendor}`,
      );
    }
    if (vendor === undefined) return;
    if (!isX86Vendor(vendor)) throw new VirtError('OPERATION_FAILED', 'CPU', `Unknown CPU vendor ${vendor}`);
    if (common !== undefined && common !== vendor)
      throw new VirtError('OPERATION_FAILED', 'CPU', 'CPU vendors do not match');
    common = vendor;
  });
  return common;
}

/** The CPU with its model's features listed beside those that it lists itself, in the order of their names. */
export function expandX86(cpu: CpuDescription): CpuDescription {
  if (cpu.model === undefined) return cpu;
  const listed = new Map<string, CpuFeature>();
  for (const name of x86ModelNamed(cpu.model).features)
    listed.set(name, cpu.type === 'host' ? { name } : { name, policy: 'require' });
  for (const feature of cpu.features) listed.set(feature.name, feature);
  return { ...cpu, features: [...listed.values()].toSorted((one, other) => (one.name < other.name ? -1 : 1)) };
}
