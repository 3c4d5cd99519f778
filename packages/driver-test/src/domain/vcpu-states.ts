import { VirtError } from '@tsvirt/util';
import { currentVcpus, type Definition, maximumVcpus } from './definition.js';

/**
 * The definition with certain vCPUs plugged in or out.
 * @throws VirtError INVALID_ARG for vCPUs that there are not, that are so already, or that must stay
 */
export function withVcpusPlugged(definition: Definition, chosen: readonly number[], plugged: boolean): Definition {
  const count = maximumVcpus(definition);
  const current = currentVcpus(definition);
  const states =
    definition.vcpus?.vcpus ??
    Array.from({ length: count }, (_none, id) => ({ id, enabled: id < current, hotpluggable: id > 0 }));
  for (const id of chosen) {
    const state = states.find(vcpu => vcpu.id === id);
    if (state === undefined) throw new VirtError('INVALID_ARG', 'TEST', `vcpu '${id}' is not present in domain`);
    if (id === 0 && !plugged) throw new VirtError('INVALID_ARG', 'TEST', "vCPU '0' can't be unplugged");
    if (state.enabled === plugged)
      throw new VirtError('INVALID_ARG', 'TEST', `vcpu '${id}' is already in requested state`);
  }
  const vcpus = states.map(vcpu => (chosen.includes(vcpu.id) ? { ...vcpu, enabled: plugged } : vcpu));
  const enabled = vcpus.filter(vcpu => vcpu.enabled).length;
  const { current: _current, ...rest } = definition.vcpu ?? { count };
  return {
    ...definition,
    vcpu: enabled === count ? { ...rest, count } : { ...rest, count, current: enabled },
    vcpus: { vcpus },
  };
}
