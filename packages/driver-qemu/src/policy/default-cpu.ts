import type { Domain } from '@tsvirt/conf/domain';
import type { EmulatorCapabilities } from '../capabilities/emulator-capabilities.js';

type Cpu = NonNullable<Domain['cpu']>;

/** The CPU that QEMU would give a guest that asks for none, said aloud: a newer QEMU must not give another. */
export function withDefaultCpu(domain: Domain, capabilities: EmulatorCapabilities): Domain {
  const { cpu } = domain;
  if (cpu?.mode !== undefined && (cpu.mode !== 'custom' || cpu.model?.name !== undefined)) {
    return { ...domain, cpu: checked(cpu, domain.type) };
  }
  const type = capabilities.machine(domain.os?.type?.machine ?? '')?.defaultCpuType;
  const name = type?.replace(/-(?:x86_64|i386)-cpu$/, '');
  if (name === undefined) return domain;
  return {
    ...domain,
    cpu: { ...cpu, mode: 'custom', match: 'exact', check: 'none', model: { ...cpu?.model, name, fallback: 'forbid' } },
  };
}

/** How closely the guest's CPU must be what was asked for. */
function checked(cpu: Cpu, type: Domain['type']): Cpu {
  switch (cpu.mode) {
    case 'host-passthrough':
      return { ...cpu, check: cpu.check ?? 'none', migratable: cpu.migratable ?? true };
    case 'maximum':
      return { ...cpu, check: cpu.check ?? 'none' };
    case 'host-model':
      return { ...cpu, check: cpu.check ?? 'partial' };
    default:
      // Emulation offers what it offers; only KVM's CPU can fall short of the host's.
      return { ...cpu, check: cpu.check ?? (type === 'kvm' ? 'partial' : 'none') };
  }
}
