import type { Cpu, CpuModel } from '../cpu.js';
import { completeNuma } from './guest-numa.js';

/** Fills in what a CPU's mode and model imply. */
export function completeCpu(cpu: Cpu): Cpu {
  const mode = cpu.mode ?? (cpu.model?.name === undefined ? undefined : 'custom');
  const modelled = mode !== 'host-passthrough' && mode !== 'maximum';
  const features = cpu.features?.map(feature => ({ ...feature, policy: feature.policy ?? ('require' as const) }));
  // A CPU of no model is none in particular.
  const named = mode === 'custom' && cpu.model?.name !== undefined;
  return {
    ...cpu,
    mode: mode === 'custom' && !named ? undefined : mode,
    match: named ? (cpu.match ?? 'exact') : undefined,
    model: cpu.model === undefined || !modelled ? undefined : completeModel(cpu.model),
    vendor: modelled ? cpu.vendor : undefined,
    ...(features !== undefined && { features }),
    ...(cpu.numa !== undefined && { numa: completeNuma(cpu.numa) }),
  };
}

function completeModel(model: CpuModel): CpuModel | undefined {
  if (model.name === undefined) return model.vendorId === undefined ? undefined : { vendorId: model.vendorId };
  return { ...model, fallback: model.fallback ?? 'allow' };
}
