import { VirtError } from '@tsvirt/util';
import {
  type CpuDescription,
  cpuModelNames,
  decodeQemuProperties,
  decodeX86,
  featureOfQemu,
  isMsrFeature,
  isX86Feature,
  type X86CpuData,
} from '@tsvirt/util/cpu';
import type { CpuModel, EmulatorCapabilities } from './emulator-capabilities.js';

export type VirtType = 'qemu' | 'kvm';

/** Models that are no models of hardware: what the host has, everything QEMU can do, and the empty one. */
const abstractModels = new Set(['host', 'max', 'base']);

/** The models that an emulator has and documents can name, in QEMU's order. */
export function guestCpuModels(capabilities: EmulatorCapabilities, virtType: VirtType): readonly CpuModel[] {
  const known = new Set(cpuModelNames(capabilities.arch));
  const models = capabilities.accelerator(virtType)?.cpus ?? [];
  if (known.size === 0) return models.filter(({ name }) => !abstractModels.has(name));
  return models.filter(({ name }) => known.has(name));
}

/** These by name, with the features that keep each from running here. */
export function blockersByModel(
  capabilities: EmulatorCapabilities,
  virtType: VirtType,
): ReadonlyMap<string, readonly string[]> {
  return new Map(
    guestCpuModels(capabilities, virtType).map(({ name, unavailableFeatures }) => [
      name,
      unavailableFeatures.map(featureOfQemu),
    ]),
  );
}

/** What the best CPU that a guest can have here is and can do; undefined where QEMU does not tell. */
export function guestCpuData(
  capabilities: EmulatorCapabilities,
  virtType: VirtType,
  options: { readonly migratable?: boolean } = {},
): X86CpuData | undefined {
  const accelerator = capabilities.accelerator(virtType);
  if (accelerator === undefined || Object.keys(accelerator.hostCpu).length === 0) return undefined;
  const data = decodeQemuProperties(accelerator.hostCpu);
  const left = new Set(data.features);
  // An emulator that cannot tell what a model lacks cannot be trusted with registers either.
  if (!capabilities.hasProperty('max-x86_64-cpu', 'unavailable-features'))
    for (const name of data.features) if (isMsrFeature(name)) left.delete(name);
  if (options.migratable === true) for (const name of accelerator.unmigratable) left.delete(featureOfQemu(name));
  return { ...data, features: left };
}

/**
 * The features that an emulator knows, whether or not this host has them: a baseline over several hosts asks what may be
 * named, and each host's own CPU says what it has. With `migratable`, without those that bind a guest to its host.
 */
export function namedFeatures(
  capabilities: EmulatorCapabilities,
  virtType: VirtType,
  options: { readonly migratable: boolean },
): ReadonlySet<string> {
  const { hostCpu = {}, unmigratable = [] } = capabilities.accelerator(virtType) ?? {};
  const names = Object.keys(hostCpu).filter(name => typeof hostCpu[name] === 'boolean');
  const offered = options.migratable ? names.filter(name => !unmigratable.includes(name)) : names;
  return new Set(offered.map(featureOfQemu).filter(isX86Feature));
}

/**
 * The CPU that mode `host-model` stands for: what an emulator can give a guest on this host, told as a named model.
 * @param options.migratable leaves out what binds the guest to this host
 * @returns undefined where host models don't exist: other architectures than x86, or an emulator that does not tell
 */
export function hostModelCpu(
  capabilities: EmulatorCapabilities,
  virtType: VirtType,
  options: { readonly migratable?: boolean } = {},
): CpuDescription | undefined {
  if (capabilities.arch !== 'x86_64' && capabilities.arch !== 'i686') return undefined;
  const data = guestCpuData(capabilities, virtType, options);
  if (data === undefined) return undefined;
  try {
    const cpu = decodeX86(data, {
      type: 'guest',
      models: blockersByModel(capabilities, virtType),
      ...(options.migratable !== undefined && { migratable: options.migratable }),
    });
    return { ...cpu, fallback: 'forbid' };
  } catch (reason) {
    // An emulator without a model for this CPU has no host model; everything else about it stands.
    if (VirtError.is(reason) && reason.code === 'INTERNAL_ERROR') return undefined;
    throw reason;
  }
}
