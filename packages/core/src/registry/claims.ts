import { DriverSlot } from './driver-slot.js';
import type { DriverManifest } from './manifest.js';

/**
 * Gives each URI scheme to the first package that names it, and each secondary kind to the first package of the kind.
 * A package that comes too late for some of its schemes serves the others; one that comes too late for all is refused.
 * @param earlier packages whose claims stand already
 */
export function claim(manifests: readonly DriverManifest[], earlier: readonly DriverSlot[]): DriverSlot[] {
  const owners = new Map<string, string>();
  const kinds = new Map<string, string>();
  for (const { manifest, schemes } of earlier) {
    for (const scheme of schemes) owners.set(scheme, manifest.package);
    kinds.set(manifest.kind, manifest.package);
  }
  return manifests.map(manifest => {
    const free = manifest.schemes.filter(scheme => !owners.has(scheme));
    const lost = manifest.schemes.filter(scheme => owners.has(scheme));
    for (const scheme of free) owners.set(scheme, manifest.package);
    const slot = new DriverSlot(manifest, free);
    const rivals = lost.map(scheme => `scheme ${scheme} is claimed by ${owners.get(scheme)} already`);
    const first = kinds.get(manifest.kind);
    if (manifest.kind !== 'hypervisor' && first !== undefined) {
      rivals.push(`${manifest.kind} objects of every hypervisor are served by ${first} already`);
    } else kinds.set(manifest.kind, manifest.package);
    if (rivals.length > 0) {
      const taken = rivals.join(', ');
      if (free.length === 0) slot.refuse('claim', taken);
      else slot.curtail(taken);
    }
    return slot;
  });
}
