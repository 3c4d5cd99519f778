import type { Domain } from '@tsvirt/conf/domain';
import { valueFault } from '@tsvirt/conf/kernel';

/** Gives every memory module that is plugged like a DIMM its slot. */
export function assignMemorySlots(domain: Domain): Domain {
  const { devices, maxMemory } = domain;
  if (devices.memories.length === 0) return domain;
  const taken = new Set(
    devices.memories.flatMap(({ address }) =>
      address?.type === 'dimm' && address.slot !== undefined ? [address.slot] : [],
    ),
  );
  const memories = devices.memories.map(module => {
    const isDimm = module.model === 'dimm' || module.model === 'nvdimm';
    if (!isDimm || (module.address !== undefined && module.address.type !== 'dimm')) return module;
    if (module.address?.slot !== undefined) return module;
    let slot = 0;
    while (taken.has(slot)) slot++;
    if (maxMemory !== undefined && slot >= maxMemory.slots)
      throw valueFault(['INTERNAL_ERROR', 'DOMAIN'], 'no free memory device slot available', module);
    taken.add(slot);
    return { ...module, address: { ...module.address, type: 'dimm', slot } } as const;
  });
  return { ...domain, devices: { ...devices, memories } };
}
