import { VirtError } from '../virt-error.js';
import type { CpuDescription, CpuFeature } from './cpu-description.js';
import { unmigratableX86Features } from './x86-features.js';
import type { X86CpuData } from './x86-data.js';
import { hasSignature, inDocumentOrder, type X86Model, type X86Signature, x86Models } from './x86-model.js';

/** Which models registers may be named after. */
export interface DecodeOptions {
  /** `host`: the model must have no feature that the CPU lacks. `guest`: such features are told as disabled. */
  readonly type: 'host' | 'guest';
  /** The model to take when the CPU can be told as it, whatever fits better. */
  readonly preferred?: string | undefined;
  /** The models that a hypervisor has, with the features that keep it from running them; absent: all models. */
  readonly models?: ReadonlyMap<string, readonly string[]> | undefined;
  /** Leaves out the features that bind a guest to its host. */
  readonly migratable?: boolean;
}

interface Candidate {
  readonly model: X86Model;
  readonly features: readonly CpuFeature[];
}

/**
 * Tells a CPU as the named model that is nearest, and the features by which it differs: among the models of its family
 * and model number if there are any, the one with the shortest list, where disabled features weigh more and more.
 * @throws INTERNAL_ERROR when no model fits
 */
export function decodeX86(data: X86CpuData, options: DecodeOptions): CpuDescription {
  const features = tellable(data, options.type);
  let best: Candidate | undefined;
  for (const model of [...x86Models().values()].toReversed()) {
    const blockers = options.models?.get(model.name);
    if (options.models !== undefined && blockers === undefined) continue;
    if (data.vendor !== undefined && model.vendor !== undefined && model.vendor !== data.vendor) continue;
    const candidate = compareWith(model, features, blockers ?? [], options.type);
    if (candidate === undefined) continue;
    if (model.name === options.preferred) {
      best = candidate;
      break;
    }
    if (best === undefined || isBetter(candidate, best, data.signature)) best = candidate;
  }
  if (best === undefined) throw new VirtError('INTERNAL_ERROR', 'CPU', 'Cannot find suitable CPU model for given data');
  const unwanted = options.migratable === true ? unmigratableX86Features : [];
  return {
    type: options.type,
    ...(options.type === 'guest' && { match: 'exact' as const }),
    model: best.model.name,
    ...(data.vendor !== undefined && { vendor: data.vendor }),
    features: best.features.filter(({ name, policy }) => policy === 'disable' || !unwanted.includes(name)),
  };
}

function compareWith(
  model: X86Model,
  features: ReadonlySet<string>,
  blockers: readonly string[],
  type: DecodeOptions['type'],
): Candidate | undefined {
  if (type === 'host' ? !model.decodesHost : !model.decodesGuest) return undefined;
  const added = inDocumentOrder([...features].filter(name => !model.features.has(name)));
  const missing = new Set([...model.features].filter(name => !features.has(name)));
  if (type === 'host') {
    return missing.size > 0 ? undefined : { model, features: added.map(name => ({ name })) };
  }
  // What the hypervisor's model has and cannot give is not there, whatever the data say.
  for (const name of blockers) if (!added.includes(name)) missing.add(name);
  // Older machine types show what was removed since.
  const removed = model.removed.filter(name => !features.has(name) && !missing.has(name));
  return {
    model,
    features: [
      ...added.map(name => ({ name, policy: 'require' as const })),
      ...[...inDocumentOrder(missing), ...removed].map(name => ({ name, policy: 'disable' as const })),
    ],
  };
}

function isBetter(candidate: Candidate, best: Candidate, signature: X86Signature | undefined): boolean {
  if (signature !== undefined) {
    const right = hasSignature(candidate.model, signature);
    const bestIsRight = hasSignature(best.model, signature);
    if (right !== bestIsRight) return right;
  }
  const one = weigh(candidate);
  const other = weigh(best);
  return one.total < other.total || (one.total === other.total && one.disabled < other.disabled);
}

/**
 * Features count alike, but half of the disabled ones weigh 2, 3, 4 and so on. Why half? The reference chooses so, and
 * the choice has to be the same everywhere.
 */
function weigh({ features }: Candidate): { total: number; disabled: number } {
  const missing = features.filter(feature => feature.policy === 'disable').length;
  const heavy = Math.ceil(missing / 2);
  const disabled = (heavy * (heavy + 3)) / 2;
  return { total: features.length - heavy + disabled, disabled };
}

/** Features of the host's resource monitoring: no guest has them, so no description of a CPU tells them. */
const monitoring: readonly string[] = ['cmt', 'mbm_total', 'mbm_local'];
/** What an operating system has switched on: a guest's own does that. */
const switchedBySystem: readonly string[] = ['osxsave', 'ospke'];
/** Transactional memory, which the microcode of some CPUs switches off because it is broken, whatever CPUID says. */
const transactions: readonly string[] = ['hle', 'rtm'];

function tellable({ vendor, signature, features }: X86CpuData, type: DecodeOptions['type']): ReadonlySet<string> {
  const broken =
    vendor === 'Intel' &&
    signature?.family === 6 &&
    ([60, 69, 70].includes(signature.model) || (signature.model === 63 && signature.stepping < 4));
  const hidden = [...monitoring, ...(broken ? transactions : []), ...(type === 'guest' ? switchedBySystem : [])];
  return new Set([...features].filter(name => !hidden.includes(name)));
}
