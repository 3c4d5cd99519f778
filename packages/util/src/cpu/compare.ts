import { VirtError } from '../virt-error.js';
import type { CpuDescription, FeaturePolicy } from './cpu-description.js';
import { featuresOfCpu, featuresUnder } from './x86-feature-set.js';
import { inDocumentOrder } from './x86-model.js';

/** How a host's CPU stands to another one. */
export type CpuComparison =
  | { readonly result: 'incompatible'; readonly reason: string }
  | { readonly result: 'identical' | 'superset' };

/** Whether two architectures have the same CPUs: those of x86 run each other's guests. */
const x86 = new Set(['i686', 'x86_64']);

/**
 * Whether a host's CPU can be, or run, the other one: `identical`, `superset` (it has more), or why not.
 * @throws INTERNAL_ERROR for models and features that nobody knows, NO_SUPPORT for architectures other than x86
 */
export function compareCpu(host: CpuDescription, cpu: CpuDescription): CpuComparison {
  const arch = host.arch ?? cpu.arch;
  if (arch !== undefined && !x86.has(arch))
    throw new VirtError('NO_SUPPORT', 'CPU', `cannot compare CPUs of ${arch} architecture`);
  if (cpu.arch !== undefined && !x86.has(cpu.arch))
    return { result: 'incompatible', reason: `CPU arch ${cpu.arch} does not match host arch` };
  if (cpu.vendor !== undefined && cpu.vendor !== host.vendor) {
    return { result: 'incompatible', reason: `host CPU vendor does not match required CPU vendor ${cpu.vendor}` };
  }
  // A host's CPU has features; only a guest's has wishes.
  const under = (policy: FeaturePolicy) => (cpu.type === 'host' ? new Set<string>() : featuresUnder(cpu, policy));
  const required = featuresUnder(cpu, 'require');
  const waived = new Set([...under('force'), ...under('optional'), ...under('disable')]);
  const has = featuresOfCpu(host);
  const forbidden = [...under('forbid')].filter(name => has.has(name));
  if (forbidden.length > 0)
    return { result: 'incompatible', reason: `Host CPU provides forbidden features: ${list(forbidden)}` };
  const missing = [...required].filter(name => !waived.has(name) && !has.has(name));
  if (missing.length > 0)
    return { result: 'incompatible', reason: `Host CPU does not provide required features: ${list(missing)}` };
  const extra = [...has].filter(name => !waived.has(name) && !required.has(name));
  if (extra.length === 0) return { result: 'identical' };
  if (cpu.type === 'guest' && cpu.match === 'strict') {
    return {
      result: 'incompatible',
      reason: `Host CPU does not strictly match guest CPU: Extra features: ${list(extra)}`,
    };
  }
  return { result: 'superset' };
}

function list(features: Iterable<string>): string {
  return inDocumentOrder(features).join(', ');
}
