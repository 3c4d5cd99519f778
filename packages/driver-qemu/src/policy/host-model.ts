import { VirtError } from '@tsvirt/util';
import type { EmulatorCapabilities } from '../capabilities/emulator-capabilities.js';
import { hostModelCpu } from '../capabilities/host-model.js';
import type { Guest } from '../definition.js';

/**
 * Settles what `host-model` stands for when a guest starts: a named model, and features that the document adds or takes.
 * @throws CONFIG_UNSUPPORTED where this host has no host model
 */
export function withSettledCpu(guest: Guest, capabilities: EmulatorCapabilities): Guest {
  const { cpu, type } = guest;
  if (cpu?.mode !== 'host-model') return guest;
  const model = hostModelCpu(capabilities, type === 'kvm' ? 'kvm' : 'qemu', { migratable: true });
  if (model?.model === undefined) {
    const what = `CPU mode 'host-model' for ${guest.os.type.arch} ${type} domain on this host is not supported by hypervisor`;
    throw new VirtError('CONFIG_UNSUPPORTED', 'QEMU', what);
  }
  const wished = new Map((cpu.features ?? []).map(feature => [feature.name, feature]));
  const features = [...model.features.filter(({ name }) => !wished.has(name)), ...wished.values()];
  const vendorId = cpu.model?.vendorId;
  return {
    ...guest,
    cpu: {
      ...cpu,
      mode: 'custom',
      match: 'exact',
      model: { name: model.model, fallback: 'forbid', ...(vendorId !== undefined && { vendorId }) },
      ...(model.vendor !== undefined && { vendor: model.vendor }),
      features,
    },
  };
}
