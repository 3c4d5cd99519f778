import { VirtError } from '../virt-error.js';
import type { CpuDescription, FeaturePolicy } from './cpu-description.js';
import { isX86Feature, type X86Model, x86Models } from './x86-model.js';

/**
 * The named model.
 * @throws INTERNAL_ERROR when there is none of that name
 */
export function x86ModelNamed(name: string): X86Model {
  const model = x86Models().get(name);
  if (model === undefined) throw new VirtError('INTERNAL_ERROR', 'CPU', `Unknown CPU model ${name}`);
  return model;
}

/**
 * All features of a described CPU: its model's, with what the list adds and takes away.
 * @throws INTERNAL_ERROR for names that nobody knows
 */
export function featuresOfCpu(cpu: CpuDescription): Set<string> {
  const features = new Set(cpu.model === undefined ? [] : x86ModelNamed(cpu.model).features);
  for (const { name, policy } of knownFeatures(cpu)) {
    switch (policy) {
      case 'force':
      case 'require':
        features.add(name);
        break;
      case 'disable':
      case 'forbid':
        features.delete(name);
        break;
      case 'optional':
        break;
      default:
        policy satisfies never;
    }
  }
  return features;
}

/** The features that a described CPU lists under one policy; those of its model count as required. */
export function featuresUnder(cpu: CpuDescription, wanted: FeaturePolicy): Set<string> {
  const features = new Set(cpu.model === undefined || wanted !== 'require' ? [] : x86ModelNamed(cpu.model).features);
  for (const { name, policy } of knownFeatures(cpu)) if (policy === wanted) features.add(name);
  return features;
}

function knownFeatures(cpu: CpuDescription): { name: string; policy: FeaturePolicy }[] {
  return cpu.features.map(({ name, policy = 'require' }) => {
    if (!isX86Feature(name)) throw new VirtError('INTERNAL_ERROR', 'CPU', `Unknown CPU feature ${name}`);
    return { name, policy };
  });
}
